package import Foundation
package import Incidents
package import Policies

/// What a step of a playbook does. An action never touches AWS: it turns facts into changes.
package protocol Action: Sendable {
    /// What it has to know.
    func needs(of finding: Finding) -> Set<Facts.Need>
    /// The kinds of change that it may plan; its permissions follow from them.
    func kinds(for finding: Finding) -> [ChangeKind]
    /// The changes that would do it, given the facts. Pure: the same facts give the same plan.
    func plan(_ facts: Facts, _ context: PlanContext) -> StepPlan
}

/// What every action is told besides the facts.
package struct PlanContext: Sendable {
    package var finding: Finding
    package var incident: IncidentID
    /// `run/step`, the beginning of the ids of the step's changes.
    package var prefix: String
    package var now: Date
    /// ARN globs of the principals that must never be locked out: the responder's role and the break-glass principals.
    package var spared: [Wildcard]

    package init(
        finding: Finding,
        incident: IncidentID,
        prefix: String,
        now: Date,
        spared: [Wildcard]
    ) {
        self.finding = finding
        self.incident = incident
        self.prefix = prefix
        self.now = now
        self.spared = spared
    }

    /// A resource in the finding's account and region.
    package func target(_ type: String, _ id: String) -> Target {
        Target(account: finding.accountID, region: finding.region, type: type, id: id)
    }

    /// The spared glob that covers `arn`, if any.
    package func sparing(_ arn: String) -> Wildcard? { spared.first { $0.matches(arn) } }
}

/// What an action plans.
package struct StepPlan: Sendable, Hashable {
    package var changes: [Change] = []
    package var notices: [String] = []
    /// Why the step cannot do all it is for.
    package var failures: [String] = []

    package init(changes: [Change] = [], notices: [String] = [], failure: String? = nil) {
        self.changes = changes
        self.notices = notices
        failures = failure.map { [$0] } ?? []
    }

    /// All failures in one sentence; nil when there is none.
    package var failure: String? { failures.isEmpty ? nil : failures.joined(separator: "; ") }

    /// Adds a change, unless it would change nothing; then a notice says so.
    package mutating func add(_ change: Change, same: (JSONValue, JSONValue) -> Bool = { $0 == $1 }) {
        if same(change.before, change.after) {
            notices.append("already so: \(change.summary)")
        } else {
            changes.append(change)
        }
    }

    /// Adds a change that sets tags. What cannot be put back is not set: tags that could not be read are a failure.
    package mutating func addTags(
        _ wanted: [String: String],
        over present: [String: String]?,
        _ kind: ChangeKind,
        _ target: Target,
        wave: Int = 0
    ) {
        guard let present else {
            failures.append("\(target.id) is not tagged: its tags could not be read")
            return
        }
        add(
            Change(
                kind: kind,
                target: target,
                before: .tags(wanted.keys.map(\.self), in: present),
                after: .object(wanted.mapValues { .string($0) }),
                wave: wave,
                summary: "\(target.id): tags "
                    + wanted.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
            )
        )
    }

    /// Gives the changes their ids, in order.
    package func numbered(_ prefix: String) -> [Change] {
        changes.enumerated().map { index, change in
            var change = change
            if change.id.isEmpty { change.id = "\(prefix)/\(index + 1)" }
            return change
        }
    }
}

/// Names and values that Cordon leaves in accounts; they stay the same for ever.
package enum Marks {
    package static let isolationGroup = "guardduty-isolation-sg"
    package static let untrackGroup = "guardduty-untrack-sg"
    package static let isolated = "GuardDutyIsolated"
    package static let locked = "GuardDutyLocked"
    package static let quarantined = "GuardDutyQuarantined"
    package static let originalGroups = "GuardDutyOriginalGroups"
    package static let userPolicy = "GuardDutyDenyAll"
    /// The name that the IAM console gives the policy made by "Revoke active sessions".
    package static let rolePolicy = "AWSRevokeOlderSessions"
    package static let bucketStatement = "GuardDutyQuarantine"
    package static let incident = "CordonIncident"
}
