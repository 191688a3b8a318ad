package import Incidents

/// What the documents say about a finding, and which of them said it.
package struct Decision: Hashable, Sendable {
    /// Nil when the finding's account or region is not listed: then it is recorded and never acted on.
    package var account: Account?
    package var level: ResponseLevel
    /// How far to go; nil without an account.
    package var mode: Mode?
    /// What to do, steps with denied actions left out; nil when no playbook matches.
    package var playbook: Playbook?
    /// Principals that no quarantine shuts out and no action locks.
    package var breakGlass: [Wildcard]
    /// For people: one sentence for every document that had a say.
    package var reasons: [String]
}

extension PolicySet {
    /// Decides about a finding. Whether it is a sample or archived is for selectors, and for the caller, to judge.
    package func decision(for finding: Finding) -> Decision {
        let level = matrix.level(of: finding.severity)
        let source = matrix.place.map { "the response matrix (\($0))" } ?? "the standard response matrix"
        var decision = Decision(
            account: nil,
            level: level,
            mode: nil,
            playbook: nil,
            breakGlass: [],
            reasons: [
                "severity \(finding.severity) is \(level.rawValue), from \(matrix.threshold(of: level)) on, by \(source)"
            ]
        )
        guard let account = accounts.account(finding.accountID) else {
            decision.reasons.append("account \(finding.accountID) is not listed in the accounts files")
            return decision
        }
        guard account.regions.contains(finding.region) else {
            decision.reasons.append(
                "region \(finding.region) of account \(account.name) (\(account.id)) is not listed (\(account.place))"
            )
            return decision
        }
        decision.account = account
        let subject = SelectorSubject(account: account, finding: finding, level: level)
        let denied = applyPolicies(to: subject, &decision)
        choosePlaybook(for: subject, denied, &decision)
        return decision
    }

    /// The strictest mode of all policies that match, the sum of what they spare and deny.
    private func applyPolicies(to subject: SelectorSubject, _ decision: inout Decision) -> [AccountPolicy] {
        let matching = accountPolicies.filter { $0.match.matches(subject) }
        decision.mode = matching.map(\.mode).min() ?? .observe
        decision.breakGlass = matching.flatMap(\.breakGlass)
        for policy in matching {
            let stricter = policy.mode == decision.mode ? "" : "; a stricter one decides"
            decision.reasons.append(
                "account policy \(policy.name) (\(policy.place)) allows \(policy.mode.rawValue)\(stricter)"
            )
        }
        if matching.isEmpty {
            decision.reasons.append(
                "no account policy matches account \(subject.account.name) (\(subject.account.id)): observe"
            )
        }
        return matching
    }

    /// The first that matches.
    private func choosePlaybook(
        for subject: SelectorSubject,
        _ policies: [AccountPolicy],
        _ decision: inout Decision
    ) {
        guard var playbook = playbooks.first(where: { $0.match.matches(subject) }) else {
            decision.reasons.append("no playbook matches")
            return
        }
        decision.reasons.append("playbook \(playbook.name) (\(playbook.place)) is the first that matches")
        playbook.steps.removeAll { step in
            guard let policy = policies.first(where: { $0.deniedActions.contains(step.action.name) }) else {
                return false
            }
            decision.reasons.append(
                "step \(step.id) is left out: account policy \(policy.name) (\(policy.place)) denies \(step.action.name)"
            )
            return true
        }
        decision.playbook = playbook
    }
}
