package import Incidents

/// What came of a finding, for people and programs. Its JSON is stable: keys are added, never renamed.
package struct ResponseReport: Sendable {
    package let incident: IncidentID
    package let finding: Finding
    package let level: ResponseLevel
    package let ruling: EventBody.Gated
    package let status: Incident.Status
    package let plan: Plan?
    package let dryRun: Bool
    /// Why nothing was done this time, when nothing was.
    package let note: String?
    private let steps: [String: EventBody.StepFinished]
    private let records: [Incident.Record]
    private let alertFailures: [EventBody.AlertSent]

    /// The report of an incident as its log has it.
    init(_ incident: Incident, _ finding: Finding, note: String?) {
        let run = incident.runs.last
        self.init(
            incident: incident.id,
            finding: finding,
            level: incident.finding?.level ?? .low,
            ruling: incident.gate ?? .init(verdict: .record, mode: nil, reasons: []),
            status: incident.status,
            plan: run?.plan,
            dryRun: false,
            note: note,
            steps: run?.steps ?? [:],
            records: incident.records,
            alertFailures: incident.alerts.filter { $0.run == run?.plan.run && !$0.success }
        )
    }

    /// The report of a dry run.
    init(preview plan: Plan?, _ ruling: EventBody.Gated, _ level: ResponseLevel, _ finding: Finding) {
        self.init(
            incident: finding.incident,
            finding: finding,
            level: level,
            ruling: ruling,
            status: .planned,
            plan: plan,
            dryRun: true,
            note: nil,
            steps: [:],
            records: [],
            alertFailures: []
        )
    }

    private init(
        incident: IncidentID,
        finding: Finding,
        level: ResponseLevel,
        ruling: EventBody.Gated,
        status: Incident.Status,
        plan: Plan?,
        dryRun: Bool,
        note: String?,
        steps: [String: EventBody.StepFinished],
        records: [Incident.Record],
        alertFailures: [EventBody.AlertSent]
    ) {
        self.incident = incident
        self.finding = finding
        self.level = level
        self.ruling = ruling
        self.status = status
        self.plan = plan
        self.dryRun = dryRun
        self.note = note
        self.steps = steps
        self.records = records
        self.alertFailures = alertFailures
    }

    /// How the command ends.
    package var outcome: Outcome {
        if dryRun { return planFails ? .failed : .done }
        switch ruling.verdict {
        case .wait: return status == .waiting ? .waiting : success ? .done : .failed
        case .record, .show: return [.recorded, .planned].contains(status) ? .refused : success ? .done : .failed
        case .apply: return status == .rolledBack && note != nil ? .refused : success ? .done : .failed
        }
    }

    package enum Outcome: Sendable { case done, failed, waiting, refused }

    /// Whether all that policy allows was done (or, in a dry run, could be).
    package var success: Bool {
        if dryRun { return !planFails }
        return switch status {
        case .recorded, .planned, .waiting: alertFailures.isEmpty
        case .contained: true
        case .responding, .failed, .rollingBack, .rolledBack, .partlyRolledBack: false
        }
    }

    private var planFails: Bool { plan?.steps.contains { $0.failure != nil } ?? false }

    /// What became of a step: nil when its turn never came.
    package func result(of step: PlannedStep) -> (success: Bool, error: String?)? {
        if let finished = steps[step.id] { return (finished.success, finished.error) }
        if let failure = step.failure { return (false, failure) }
        if dryRun { return (true, nil) }
        return nil
    }

    /// What became of a change: `planned`, `done`, `failed`, …, `undone`.
    package func state(of change: Change) -> String {
        guard let record = records.last(where: { $0.change.id == change.id }) else { return "planned" }
        if let undone = record.undone?.outcome, [.done, .already].contains(undone) { return "undone" }
        return record.applied?.outcome.rawValue ?? "planned"
    }

    /// The state of a change's property as it was read back after the change was made.
    package func observed(_ change: Change) -> JSONValue? {
        records.last { $0.change.id == change.id }?.applied?.state
    }

    /// Whether a rollback of the incident would find anything to do.
    package var leavesSomethingToUndo: Bool { records.contains(where: \.mayBeInPlace) }

    package var json: JSONValue {
        var value: JSONValue = [
            "incident_id": .string(incident.rawValue),
            "finding_id": .string(finding.id),
            "finding_type": .string(finding.type),
            "account_id": .string(finding.accountID.rawValue),
            "region": .string(finding.region.rawValue),
            "severity": .double(finding.severity),
            "severity_level": .string(level.rawValue),
            "response_level": .string(level.rawValue),
            "guardduty_severity": .string(finding.guardDutySeverity.rawValue),
            "mode": ruling.mode.map { .string($0.rawValue) } ?? .null,
            "decision": .string(ruling.verdict.rawValue),
            "reasons": .strings(ruling.reasons),
            "status": .string(status.rawValue),
            "success": .bool(success),
            "dry_run": .bool(dryRun),
            "playbook": plan.map { .string($0.playbook) } ?? .null,
            "verified": plan.map { .bool($0.verified) } ?? .null,
            "actions": .array(plan?.steps.map(json) ?? []),
            "plan": .array(plan?.changes.map(json) ?? []),
        ]
        if let note { value["note"] = .string(note) }
        return value
    }

    private func json(_ step: PlannedStep) -> JSONValue {
        let result = result(of: step)
        var value: JSONValue = [
            "step": .string(step.id), "action": .string(step.action.rawValue), "dry_run": .bool(dryRun),
            "success": result.map { .bool($0.success) } ?? .null, "changes": .strings(step.changes.map(\.id)),
            "notices": .strings(step.notices),
        ]
        if let error = result?.error { value["error"] = .string(error) }
        if let alert = step.alert {
            value["alert"] = ["receiver": .string(alert.receiver), "urgency": .string(alert.urgency.rawValue)]
        }
        return value
    }

    private func json(_ change: Change) -> JSONValue {
        var value = change.json
        value["state"] = .string(state(of: change))
        if let observed = observed(change) { value["observed"] = observed }
        return value
    }
}

extension Change {
    /// The change as reports show it.
    package var json: JSONValue {
        var value: JSONValue = [
            "id": .string(id), "kind": .string(kind.rawValue), "summary": .string(summary),
            "account_id": .string(target.account.rawValue), "region": .string(target.region.rawValue),
            "resource_type": .string(target.type), "resource_id": .string(target.id), "before": before, "after": after,
        ]
        if let via { value["via"] = via }
        if let kept { value["kept_by_rollback"] = .string(kept) }
        return value
    }
}
