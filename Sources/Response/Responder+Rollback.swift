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
    /// instance, an access key, a user or role, a bucket.
    ///
    /// - Throws: `ResponseError` when nothing is known by that name, `IncidentLogError` when it could not be recorded.
    package func rollback(_ reference: String, _ options: RollbackOptions) async throws -> [RollbackReport] {
        let incidents = try await log.incidents(referring: reference)
        guard !incidents.isEmpty else {
            return try await rollbackFromTags(reference, options).map { [$0] }
                ?? {
                    throw ResponseError("no incident refers to \(reference); see: cordon incidents list")
                }()
        }
        var reports: [RollbackReport] = []
        for incident in incidents {
            reports.append(try await rollback(incident, options))
        }
        return reports
    }

    /// Undoes one incident's changes.
    func rollback(_ id: IncidentID, _ options: RollbackOptions) async throws -> RollbackReport {
        if options.dryRun {
            let incident = try await journal(id).incident
            guard let (account, region) = incident.place, !incident.undoable.isEmpty else {
                return RollbackReport(incident, undone: [], dryRun: true)
            }
            let session = try reading(account, region, incident)
            let looks = await concurrently(incident.undoable) { record in
                await Look(record.change, incident, properties, session)
            }
            return RollbackReport(incident, looks: looks)
        }
        return try await log.withExclusiveAccess(to: id) {
            var journal = try await journal(id)
            let open = journal.incident.openRollback
            let undoable = journal.incident.undoable.map(\.change.id)
            guard let (account, region) = journal.incident.place, open != nil || !undoable.isEmpty else {
                return RollbackReport(journal.incident, undone: [], dryRun: false)
            }
            let executor = try executor(account, region, journal.incident)
            if open == nil || (options.force && open?.force == false) {
                try await journal.append(
                    .rollbackStarted(
                        .init(
                            reason: "requested",
                            requested: true,
                            force: options.force,
                            changes: undoable
                        )
                    )
                )
            }
            let changes = journal.incident.rollback?.changes ?? []
            try await executor.finishRollback(&journal)
            return RollbackReport(journal.incident, undone: changes, dryRun: false)
        }
    }

    private func reading(_ id: AccountID, _ region: Region, _ incident: Incident) throws -> ReadSession {
        guard let account = policies.accounts.account(id) else {
            throw Refusal("account \(id) is not listed in the accounts files: Cordon does nothing in it")
        }
        let operations = try Set(incident.undoable.map(\.change.kind)).flatMap { try properties[$0].operations }
        return try access.read(account, in: region, for: incident.id, operations.filter { $0.effect == .read })
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
