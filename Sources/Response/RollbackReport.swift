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
    /// What else a person must know.
    package var notes: [String] = []

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

    /// The report of an undo that could not even begin.
    init(_ incident: Incident, problem: String, dryRun: Bool) {
        self.incident = incident.id
        status = incident.status
        self.dryRun = dryRun
        lines = []
        success = false
        notes = [problem]
    }

    /// The report of a dry run.
    init(_ incident: Incident, preview lines: [Line]) {
        self.incident = incident.id
        status = incident.status
        dryRun = true
        self.lines = lines
        success = lines.allSatisfy { $0.result != "drifted" && $0.result != "failed" }
    }

    /// Nothing of the incident stands.
    package var nothingToUndo: Bool { lines.isEmpty && success }

    package var json: JSONValue {
        [
            "incident_id": .string(incident.rawValue), "status": .string(status.rawValue), "success": .bool(success),
            "dry_run": .bool(dryRun), "nothing_to_undo": .bool(nothingToUndo), "notes": .strings(notes),
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

extension RollbackReport.Line {
    /// What undo would do about a change, as it looks now.
    init(_ change: Change, _ finding: Inspector.Finding) {
        self.change = change
        switch finding {
        case _ where change.kept != nil: (result, detail) = ("kept", change.kept)
        case .holds(.after, _), .holds(.via, _): result = "would_undo"
        case .holds(.before, _): result = "already"
        case .holds(.neither, let state): (result, detail) = ("drifted", "it is \(state.canonical)")
        case .gone(let why): (result, detail) = ("kept", why)
        case .unreadable(let why): (result, detail) = ("failed", why)
        }
    }
}
