import Foundation
import Incidents
import Response

/// Results as text for people.
enum ReportText {
    // MARK: - Respond

    static func respond(_ report: ResponseReport) -> String {
        let finding = report.finding
        var lines = [
            Console.paint("\(report.incident)", .bold)
                + "  \(report.level.rawValue) (GuardDuty \(finding.guardDutySeverity.rawValue) \(finding.severity))",
            "  \(finding.type) in \(finding.accountID), \(finding.region)",
        ]
        if FindingTypeCatalogue.entry(for: finding.type) == nil {
            lines.append("  a finding type that this version does not know; it is treated by its resource and severity")
        }
        lines += report.ruling.reasons.map { "  because \($0)" }
        if let note = report.note { lines.append("  \(note)") }
        if let plan = report.plan {
            lines.append(
                "  playbook \(plan.playbook)" + (report.dryRun ? ", dry run" : "")
                    + (plan.verified ? "" : Console.paint(", UNVERIFIED: made from the finding alone", .yellow))
            )
            for step in plan.steps { lines += self.step(step, report) }
        }
        lines.append(
            "  " + (report.dryRun ? "dry run: nothing was changed or recorded" : "status \(report.status.rawValue)")
        )
        if report.leavesSomethingToUndo {
            lines.append("  undo with: cordon rollback \(report.incident)")
        }
        return lines.joined(separator: "\n")
    }

    private static func step(_ step: PlannedStep, _ report: ResponseReport) -> [String] {
        let result = report.result(of: step)
        let word =
            switch result {
            case .some((true, _)): Console.paint(report.dryRun ? "planned" : "done", .green)
            case .some((false, _)): Console.paint("FAILED", .red)
            case .none: "not done"
            }
        var lines = ["  \(step.id)  \(step.action)  \(word)"]
        if let error = result?.error { lines.append("      " + Console.paint(error, .red)) }
        for change in step.changes {
            lines.append("    \(report.state(of: change))  \(change.summary)")
            lines.append("        before \(text(change.before))")
            if let via = change.via { lines.append("        via    \(text(via))") }
            lines.append("        after  \(text(report.observed(change) ?? change.after))")
        }
        if let alert = step.alert { lines.append("    \(alert.urgency.rawValue) to \(alert.receiver)") }
        lines += step.notices.map { "    note: \($0)" }
        return lines
    }

    private static func text(_ state: JSONValue) -> String { state.isNull ? "none" : state.canonical }

    // MARK: - Rollback

    static func rollback(_ report: RollbackReport) -> String {
        var lines = [Console.paint("\(report.incident)", .bold)]
        if report.nothingToUndo { return lines[0] + "\n  nothing to undo" }
        let width = report.lines.map(\.result.count).max() ?? 0
        for line in report.lines {
            let result = line.result.padding(toLength: width, withPad: " ", startingAt: 0)
            let style: Console.Style =
                switch line.result {
                case "undone", "would_undo", "already": .green
                case "kept": .yellow
                default: .red
                }
            lines.append("  \(Console.paint(result, style))  \(line.change.summary)")
            if let detail = line.detail { lines.append("      \(detail)") }
        }
        lines += report.notes.map { Console.paint("  note: \($0)", .yellow) }
        lines.append(
            report.dryRun
                ? "  dry run: nothing was changed"
                : report.success
                    ? "  everything \(report.lines.contains { $0.result == "kept" } ? "else " : "")is as it was before"
                    : Console.paint("  NOT everything is as it was before", .red)
        )
        return lines.joined(separator: "\n")
    }

    // MARK: - Incidents

    static func list(_ incidents: [Incident]) -> String {
        guard !incidents.isEmpty else { return "no incidents" }
        var rows = [["INCIDENT", "STATUS", "LEVEL", "ACCOUNT", "REGION", "FINDING", "UPDATED"]]
        rows += incidents.map { incident in
            let finding = incident.finding
            return [
                incident.id.rawValue, incident.status.rawValue, finding?.level.rawValue ?? "-",
                finding?.accountID.rawValue ?? "-", finding?.region.rawValue ?? "-", finding?.type ?? "-",
                incident.updatedAt?.iso8601 ?? "-",
            ]
        }
        return table(rows)
    }

    static func show(_ incident: Incident, _ events: [Event], _ verdict: ChainVerdict) -> String {
        let summaries = Dictionary(
            incident.records.map { ($0.change.id, $0.change.summary) },
            uniquingKeysWith: { _, last in last }
        )
        var lines = [
            Console.paint("\(incident.id)", .bold) + "  \(incident.status.rawValue)"
        ]
        if let finding = incident.finding {
            lines.append("  \(finding.type): \(finding.title)")
            lines.append("  \(finding.accountID), \(finding.region), finding \(finding.findingID)")
        }
        lines += events.map { event in
            "  \(event.sequence)\t\(event.at.iso8601)  \(event.actor)  "
                + EventText.line(event.body) { summaries[$0] ?? $0 }
        }
        lines.append(
            verdict.isIntact
                ? Console.paint("  log \(verdict)", .green) : Console.paint("  LOG \(verdict)", .red)
        )
        return lines.joined(separator: "\n")
    }

    static func json(_ incident: Incident, _ events: [Event], _ verdict: ChainVerdict) throws -> JSONValue {
        var value = incident.json
        value["log"] = ["intact": .bool(verdict.isIntact), "verdict": .string("\(verdict)")]
        value["events"] = .array(
            try events.map { event in
                [
                    "sequence": .int(Int64(event.sequence)), "at": .string(event.at.iso8601),
                    "actor": .string(event.actor), "type": .string(event.body.type), "body": try event.body.json,
                    "previous_hash": .string(event.previousHash), "hash": .string(event.hash),
                ]
            }
        )
        return value
    }

    /// Rows with their columns aligned.
    private static func table(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
                .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }.joined(separator: "\n")
    }
}

extension Incident {
    /// The incident's state as commands print it.
    var json: JSONValue {
        [
            "incident_id": .string(id.rawValue), "status": .string(status.rawValue),
            "response_level": finding.map { .string($0.level.rawValue) } ?? .null,
            "finding_id": finding.map { .string($0.findingID) } ?? .null,
            "finding_type": finding.map { .string($0.type) } ?? .null,
            "account_id": finding.map { .string($0.accountID.rawValue) } ?? .null,
            "region": finding.map { .string($0.region.rawValue) } ?? .null,
            "opened_at": openedAt.map { .string($0.iso8601) } ?? .null,
            "updated_at": updatedAt.map { .string($0.iso8601) } ?? .null,
            "changes": .array(
                records.map { record in
                    var value = record.change.json
                    value["applied"] = record.applied.map { .string($0.outcome.rawValue) } ?? .null
                    value["undone"] = record.undone.map { .string($0.outcome.rawValue) } ?? .null
                    return value
                }
            ),
        ]
    }
}
