package import AWS
package import Foundation
package import Incidents
package import Policies

/// Turns a playbook and a finding into a plan: reads what the steps need, all at once, then lets each action plan.
package struct Planner: Sendable {
    /// Nil plans from the finding alone (`--offline`, or no credentials): the plan says that it is unverified.
    private let session: ReadSession?
    private let spared: [Wildcard]
    private let receivers: Notifications
    private let now: Date

    package init(
        session: ReadSession?,
        spared: [Wildcard],
        receivers: Notifications,
        now: Date
    ) {
        self.session = session
        self.spared = spared
        self.receivers = receivers
        self.now = now
    }

    package func plan(
        _ steps: [Playbook.Step],
        of playbook: String,
        run: Int,
        finding: Finding
    ) async -> Plan {
        let needs = steps.reduce(into: Set<Facts.Need>()) { $0.formUnion($1.work?.needs(of: finding) ?? []) }
        let facts = await facts(for: finding, needs)
        return Plan(
            run: run,
            playbook: playbook,
            steps: steps.map { plan($0, run, finding, facts) },
            verified: facts.verified && facts.know(needs) || needs.isEmpty
        )
    }

    /// The facts as read; without credentials at all, those that the finding tells.
    private func facts(for finding: Finding, _ needs: Set<Facts.Need>) async -> Facts {
        guard let session, !needs.isEmpty, await session.prepared()?.code != .noCredentials else {
            return Facts(unverified: finding)
        }
        return await FactsReader(session).facts(for: finding, needs: needs)
    }

    private func plan(
        _ step: Playbook.Step,
        _ run: Int,
        _ finding: Finding,
        _ facts: Facts
    ) -> PlannedStep {
        var planned = PlannedStep(id: step.id, action: step.action.name, onFailure: step.onFailure)
        guard let work = step.work else {
            planned.alert = step.alert
            if let name = planned.alert?.receiver, receivers.receiver(name)?.webhooks.isEmpty != false {
                planned.alert = nil
                planned.notices = ["receiver \(name) has no channel configured: nobody is told"]
            }
            return planned
        }
        let prefix = "\(run)/\(step.id)"
        let result = work.plan(
            facts,
            PlanContext(
                finding: finding,
                incident: finding.incident,
                prefix: prefix,
                now: now,
                spared: spared
            )
        )
        planned.changes = result.numbered(prefix)
        planned.notices = result.notices
        planned.failure = result.failure
        return planned
    }

    /// Every operation that planning `steps` may send: what the reading session is allowed.
    package static func reads(_ steps: [Playbook.Step], _ finding: Finding) -> [any AWSOperation.Type] {
        steps.compactMap(\.work).flatMap { $0.needs(of: finding) }.flatMap(FactsReader.operations)
    }

    /// Every operation that carrying `steps` out may send: what the writing session is allowed.
    package static func writes(
        _ steps: [Playbook.Step],
        _ finding: Finding,
        _ properties: PropertyCatalogue
    ) throws -> [any AWSOperation.Type] {
        try steps.compactMap(\.work).flatMap { $0.kinds(for: finding) }.flatMap { try properties[$0].operations }
    }
}

extension Playbook.Step {
    /// What the step does to AWS; nil for one that only tells people.
    package var work: (any Action)? {
        switch action {
        case .isolateEC2(let cutConnections): IsolateInstance(cutConnections: cutConnections)
        case .lockIAMCredentials: LockCredentials(users: true)
        case .revokeRoleSessions: LockCredentials(users: false)
        case .quarantineS3: QuarantineBucket()
        case .tagResource(let tags): TagResource(tags: tags)
        case .triggerForensics: SnapshotVolumes()
        case .notify: nil
        }
    }

    fileprivate var alert: Alert? {
        if case .notify(let alert) = action { alert } else { nil }
    }
}
