package import Incidents

/// What came of an undo, for people and programs.
package struct RollbackReport: Sendable {
    package struct Line: Sendable {
        package var change: Change
        /// `undone`, `already` (it was as before), `drifted`, `kept`, `failed`; in a dry run `would_undo` in place of
        /// `undone`.
        package var result: String
        package var detail: String?
    }

    package let incident: IncidentID
    package let status: Incident.Status
    package let lines: [Line]
    package let dryRun: Bool
    /// Whether everything is as it was before; what is kept on purpose does not count.
    package let success: Bool

    /// The report of an undo as the log has it; `undone` are the changes that it was about, newest first.
    init(_ incident: Incident, undone: [String], dryRun: Bool) {
        self.incident = incident.id
        status = incident.status
        self.dryRun = dryRun
        lines = undone.compactMap { id in
            guard let record = incident.record(of: id) else { return nil }
            let done = record.undone
            return Line(
                change: record.change,
                result: done.map { $0.outcome == .done ? "undone" : $0.outcome.rawValue } ?? "open",
                detail: done?.error
            )
        }
        success = incident.undoable.isEmpty
    }

    /// The report of a dry run.
    init(_ incident: Incident, looks: [Look]) {
        self.incident = incident.id
        status = incident.status
        dryRun = true
        lines = looks.map { Line(change: $0.change, result: $0.result, detail: $0.detail) }
        success = lines.allSatisfy { $0.result != "drifted" && $0.result != "failed" }
    }

    /// Nothing of the incident stands.
    package var nothingToUndo: Bool { lines.isEmpty }

    package var json: JSONValue {
        [
            "incident_id": .string(incident.rawValue), "status": .string(status.rawValue), "success": .bool(success),
            "dry_run": .bool(dryRun), "nothing_to_undo": .bool(nothingToUndo),
            "changes": .array(
                lines.map { line in
                    var value = line.change.json
                    value["result"] = .string(line.result)
                    if let detail = line.detail { value["detail"] = .string(detail) }
                    return value
                }
            ),
        ]
    }
}

/// What undo would find: a change read, and left as it is.
struct Look: Sendable {
    var change: Change
    var result: String
    var detail: String?

    init(_ change: Change, _ incident: Incident, _ properties: PropertyCatalogue, _ session: ReadSession) async {
        self.change = change
        if let kept = change.kept {
            (result, detail) = ("kept", kept)
            return
        }
        do {
            let outputs = incident.records.reduce(into: [String: String]()) { outputs, record in
                for (name, value) in record.applied?.outputs ?? [:] {
                    outputs["${\(record.change.id).\(name)}"] = value
                }
            }
            let resolved = change.replacing(outputs)
            let property = try properties[change.kind]
            let state = try await property.read(resolved, in: session).state
            switch property.holding(resolved, state) {
            case .after, .via: result = "would_undo"
            case .before: result = "already"
            case .neither: (result, detail) = ("drifted", "it is \(state.canonical)")
            }
        } catch {
            (result, detail) = ("failed", String(describing: error))
        }
    }
}
