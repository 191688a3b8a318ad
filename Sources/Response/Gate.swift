package import Incidents
package import Policies

/// Whether a finding may be acted on, and what there is to plan: a pure function of the policies' decision, the finding
/// and the options.
package struct Gate: Sendable {
    package var ruling: EventBody.Gated
    /// The steps that a plan may show; none for a finding that gets no plan.
    package var steps: [Playbook.Step] = []

    package init(_ decision: Decision, _ finding: Finding, _ options: RespondOptions) {
        ruling = .init(verdict: .record, mode: decision.mode, reasons: decision.reasons)
        guard decision.account != nil, let mode = decision.mode else { return }
        if finding.sample, !options.includeSamples {
            ruling.reasons.append("the finding is a sample: recorded, not acted on (--include-samples acts on it)")
            return
        }
        if finding.archived, !options.includeArchived {
            ruling.reasons.append("the finding is archived: recorded, not acted on (--include-archived acts on it)")
            return
        }
        guard let playbook = decision.playbook, !playbook.steps.isEmpty else { return }
        steps = playbook.steps
        switch mode {
        case .observe:
            ruling.reasons.append("mode observe: recorded, not acted on")
        case .dryRun:
            ruling.verdict = .show
            ruling.reasons.append("mode dry-run: planned, not acted on")
        case .approve:
            ruling.verdict = .wait
            ruling.reasons.append("mode approve: the plan waits for approval")
        case .enforce:
            ruling.verdict = .apply
            ruling.reasons.append("mode enforce: the plan is carried out")
        }
    }
}
