internal import AWS
internal import Incidents
internal import Policies

/// How an undo is done.
package struct RollbackOptions: Sendable {
    /// Read and show; nothing is written.
    package var dryRun: Bool
    /// Set back even what somebody else changed since.
    package var force: Bool

    package init(dryRun: Bool = false, force: Bool = false) {
        self.dryRun = dryRun
        self.force = force
    }
}

extension Responder {
    /// Undoes what Cordon changed, newest first, for every incident that `reference` names: an incident, a finding, an
    /// instance, an access key, a user or role, a bucket; by id, name or ARN.
    ///
    /// - Throws: `ResponseError` when nothing is known by that name, or several accounts hold something of that name;
    ///   `IncidentLogError` when it could not be recorded.
    package func rollback(_ reference: String, _ options: RollbackOptions) async throws -> [RollbackReport] {
        var ids = try await log.incidents(referring: reference)
        if ids.isEmpty, let arn = ARN(rawValue: reference),
            let name = arn.resource.split(whereSeparator: { "/:".contains($0) }).last
        {
            ids = try await log.incidents(referring: String(name))
        }
        let incidents = try await ids.asyncMap { try await journal($0).incident }
        let accounts = Set(incidents.compactMap { $0.place?.0 })
        guard accounts.count < 2 else {
            let list = incidents.map { "\($0.id) in \($0.place?.0.rawValue ?? "?")" }.joined(separator: ", ")
            throw ResponseError("\(reference) is a name in several accounts (\(list)): give the incident instead")
        }
        var reports: [RollbackReport] = []
        for incident in incidents {
            do {
                reports.append(try await rollback(incident.id, options))
            } catch  where incidents.count > 1 {
                // One that cannot be undone does not save the others, nor hide what was done to them.
                reports.append(RollbackReport(incident, problem: String(describing: error), dryRun: options.dryRun))
            }
        }
        // A log that was lost, and begun anew by the next delivery of the finding, knows of no change: the tags do.
        let changedIt = incidents.contains { $0.records.contains { $0.change.kind == InterfaceGroups().kind } }
        if !changedIt, let recovered = try await rollbackFromTags(reference, options) { reports.append(recovered) }
        guard !reports.isEmpty else {
            throw ResponseError("no incident refers to \(reference); see: cordon incidents list")
        }
        return reports
    }

    /// Undoes one incident's changes.
    func rollback(_ id: IncidentID, _ options: RollbackOptions) async throws -> RollbackReport {
        var report = try await options.dryRun ? preview(id) : undo(id, force: options.force)
        report.notes += try await others(about: report)
        return report
    }

    private func preview(_ id: IncidentID) async throws -> RollbackReport {
        let incident = try await journal(id).incident
        guard let (account, region) = incident.place, !incident.undoable.isEmpty else {
            return RollbackReport(incident, undone: [], dryRun: true)
        }
        let session = try access.read(
            try listed(account),
            in: region,
            for: id,
            operations(of: incident).filter { $0.effect == .read }
        )
        return await preview(incident.undoable.map(\.change), of: incident, session)
    }

    /// What undoing `changes` would do, as they look now.
    func preview(_ changes: [Change], of incident: Incident, _ session: ReadSession) async -> RollbackReport {
        let inspector = Inspector(properties: properties, session: session)
        let lines = await concurrently(changes) { change in
            let look = await inspector.look(at: change, incident)
            return RollbackReport.Line(look.change, look.finding)
        }
        return RollbackReport(incident, preview: lines)
    }

    private func undo(_ id: IncidentID, force: Bool) async throws -> RollbackReport {
        try await log.withExclusiveAccess(to: id) {
            var journal = try await journal(id)
            let open = journal.incident.openRollback
            let undoable = journal.incident.undoable.map(\.change.id)
            guard let (account, region) = journal.incident.place, open != nil || !undoable.isEmpty else {
                return RollbackReport(journal.incident, undone: [], dryRun: false)
            }
            let executor = try executor(account, region, journal.incident)
            // One that was cut off goes on, unless this one goes further: by force, or beyond the run that failed.
            if open?.requested != true || (force && open?.force == false) {
                try await journal.append(
                    .rollbackStarted(.init(reason: "requested", requested: true, force: force, changes: undoable))
                )
            }
            let changes = journal.incident.rollback?.changes ?? []
            try await executor.finishRollback(&journal)
            return RollbackReport(journal.incident, undone: changes, dryRun: false)
        }
    }

    /// Other incidents that count on what this one undoes: to them the resource was contained already.
    private func others(about report: RollbackReport) async throws -> [String] {
        let changed = report.lines.filter { ["undone", "would_undo"].contains($0.result) }.map(\.change.target.id)
        var ids: Set<IncidentID> = []
        for target in Set(changed) { ids.formUnion(try await log.incidents(referring: target)) }
        ids.remove(report.incident)
        var notes: [String] = []
        for id in ids.sorted(by: { $0.rawValue < $1.rawValue }) {
            let other = try await journal(id).incident
            guard other.status == .contained else { continue }
            notes.append(
                "\(id) (\(other.finding?.type ?? "")) is about the same resource and no longer contained by this: look at "
                    + "it, and respond to it with --again if need be"
            )
        }
        return notes
    }
}

/// What policy does not let Cordon do.
package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
    package init(_ description: String) { self.description = description }
}

extension Incident {
    /// The account and region that the incident lies in.
    var place: (AccountID, Region)? {
        if let finding { return (finding.accountID, finding.region) }
        return records.first.map { ($0.change.target.account, $0.change.target.region) }
    }
}
