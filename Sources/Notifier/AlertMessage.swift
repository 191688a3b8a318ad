internal import Foundation
internal import Incidents

/// What an alert says.
struct AlertMessage {
    let json: JSONValue

    init(_ alert: Alert, _ incident: Incident, at time: Date) {
        let finding = incident.finding
        let run = incident.runs.last
        let notices = run?.plan.steps.flatMap(\.notices) ?? []
        let failures = run?.plan.steps.compactMap { run?.steps[$0.id]?.error ?? $0.failure } ?? []
        json = [
            "type": "incident.alert", "timestamp": .string(time.iso8601),
            "data": [
                "urgency": .string(alert.urgency.rawValue),
                "summary": .string(Self.summary(incident)),
                "incident_id": .string(incident.id.rawValue),
                "status": .string(incident.status.rawValue),
                "response_level": finding.map { .string($0.level.rawValue) } ?? .null,
                "finding_id": finding.map { .string($0.findingID) } ?? .null,
                "finding_type": finding.map { .string($0.type) } ?? .null,
                "title": finding.map { .string($0.title) } ?? .null,
                "severity": finding.map { .double($0.severity) } ?? .null,
                "account_id": finding.map { .string($0.accountID.rawValue) } ?? .null,
                "region": finding.map { .string($0.region.rawValue) } ?? .null,
                "resources": finding.map { .strings($0.references.dropFirst()) } ?? [],
                "changes": .array(
                    incident.records.map { record in
                        [
                            "summary": .string(record.change.summary),
                            "outcome": record.applied.map { .string($0.outcome.rawValue) } ?? "planned",
                        ]
                    }
                ),
                "notices": .strings(notices), "failures": .strings(failures),
                "undo": .string("cordon rollback \(incident.id)"),
            ],
        ]
    }

    private static func summary(_ incident: Incident) -> String {
        guard let finding = incident.finding else { return "\(incident.id): \(incident.status.rawValue)" }
        return "\(finding.level.rawValue): \(finding.type) in \(finding.accountID), \(finding.region): "
            + (incident.gate?.verdict == .apply ? progress(incident) : incident.gate?.reasons.last ?? "recorded")
    }

    /// How far the response has come.
    private static func progress(_ incident: Incident) -> String {
        let done = incident.records.count { $0.applied?.outcome == .done }
        let failed = incident.runs.last?.steps.values.filter { !$0.success }.map(\.step).sorted() ?? []
        return "\(done) changes made"
            + (failed.isEmpty ? "" : ", FAILED: \(failed.joined(separator: ", ")); look at it now")
    }
}
