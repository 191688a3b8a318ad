internal import AWS
internal import Incidents
internal import Policies

extension Responder {
    /// Undoes an isolation of which the log knows nothing (the store is lost) from the tags that it left on the
    /// instance's interfaces; nil when no account holds such an instance.
    ///
    /// What the tags tell is journaled as an incident of its own first, and then undone like any other.
    func rollbackFromTags(_ reference: String, _ options: RollbackOptions) async throws -> RollbackReport? {
        guard reference.hasPrefix("i-") else { return nil }
        let places = policies.accounts.accounts.flatMap { account in account.regions.map { (account, $0) } }
        let found = await concurrently(places) { account, region in await marked(reference, account, region) }
        guard let (account, region, changes) = found.lazy.compactMap({ (try? $0.get()) ?? nil }).first else {
            let unread = found.compactMap { if case .failure(let error) = $0 { error.description } else { nil } }
            guard unread.isEmpty else {
                throw ResponseError(
                    "no incident refers to \(reference), and its tags could not be looked for everywhere: "
                        + unread.joined(separator: "; ")
                )
            }
            return nil
        }
        let id = IncidentID(account: account.id, region: region, finding: "recovered:\(reference)")
        var journal = try await journal(id)
        if options.dryRun {
            let session = try access.read(account, in: region, for: id, Self.recovery)
            return await preview(changes.reversed(), of: Incident(id: id), session)
        }
        if journal.incident.undoable.isEmpty {
            let run = journal.incident.lastRun + 1
            let numbered = changes.enumerated().map { index, change in
                var change = change
                change.id = "\(run)/recovered/\(index + 1)"
                return change
            }
            let step = PlannedStep(id: "recovered", action: "isolate_ec2", onFailure: .stop, changes: numbered)
            let plan = Plan(
                run: run,
                playbook: "recovered from the tags of \(reference)",
                steps: [step],
                verified: true
            )
            try await journal.append(
                [.planned(try .init(plan))]
                    + numbered.map {
                        .changeDone(.init(change: $0.id, direction: .apply, outcome: .done, state: $0.after))
                    }
            )
        }
        return try await rollback(id, options)
    }

    private static let recovery: [any AWSOperation.Type] = [
        EC2.DescribeNetworkInterfaces.self, EC2.DescribeInstances.self, EC2.DescribeTags.self,
    ]

    /// The changes that an instance's tags tell of, newest last; nil when there is no such instance, or nothing is told.
    private func marked(
        _ instanceID: String,
        _ account: Account,
        _ region: Region
    ) async -> Result<(Account, Region, [Change])?, ResponseError> {
        do {
            let id = IncidentID(account: account.id, region: region, finding: "recovered:\(instanceID)")
            let reader = try access.read(account, in: region, for: id, Self.recovery).reader(region)
            async let instances = reader.all(EC2.DescribeInstances(instanceIDs: [instanceID]))
            let interfaces = try await reader.all(
                EC2.DescribeNetworkInterfaces(filters: [EC2.Filter("attachment.instance-id", [instanceID])])
            )
            let tags = try await instances.first?.tags.dictionary ?? [:]
            guard tags[Marks.isolated] != nil else { return .success(nil) }
            func target(_ type: String, _ id: String) -> Target {
                Target(account: account.id, region: region, type: type, id: id)
            }
            func removal(_ keys: [String: String], _ type: String, _ id: String) -> Change {
                Change(
                    kind: ResourceTags().kind,
                    target: target(type, id),
                    before: .object(keys.mapValues { _ in .null }),
                    after: .object(keys.mapValues { .string($0) }),
                    wave: 1,
                    summary: "\(id): tags \(keys.keys.sorted().joined(separator: ", "))"
                )
            }
            var changes = [removal([Marks.isolated: tags[Marks.isolated] ?? ""], "AWS::EC2::Instance", instanceID)]
            for interface in interfaces {
                guard let original = OriginalGroups.groups(interface.tags.dictionary) else { continue }
                let own = interface.tags.dictionary.filter { $0.key.hasPrefix(Marks.originalGroups) }
                changes.append(removal(own, "AWS::EC2::NetworkInterface", interface.id))
                changes.append(
                    Change(
                        kind: InterfaceGroups().kind,
                        target: target("AWS::EC2::NetworkInterface", interface.id),
                        before: .strings(original),
                        after: .strings(
                            // Groups that are not Cordon's are somebody else's doing since: drift.
                            interface.groups.map { $0.name.hasPrefix("guardduty-") ? $0.id : Marks.isolationGroup }
                        ),
                        wave: 1,
                        summary: "\(interface.id): security groups \(original.joined(separator: " ")), says its tag"
                    )
                )
            }
            return .success(changes.count > 1 ? (account, region, changes) : nil)
        } catch let error as AWSError where error.isNotFound {
            return .success(nil)
        } catch {
            return .failure(ResponseError("\(account.id), \(region): \(error)"))
        }
    }
}
