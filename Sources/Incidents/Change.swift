/// One resource in one account and region.
package struct Target: Codable, Hashable, Sendable, CustomStringConvertible {
    package var account: AccountID
    package var region: Region
    /// The CloudFormation type name: `AWS::EC2::NetworkInterface`.
    package var type: String
    /// The id that the service's API takes: `eni-…`, a user name, a bucket name.
    package var id: String

    package init(account: AccountID, region: Region, type: String, id: String) {
        self.account = account
        self.region = region
        self.type = type
        self.id = id
    }

    package var description: String { "\(id) (\(account), \(region))" }

    /// The names that a person would look the resource up by: the id, and of one such as `alice/AKIA…` the owner and the
    /// key. What Cordon itself names, the same everywhere, is none of them.
    var references: [String] {
        let parts = id.split(separator: "/").map(String.init)
        return switch type {
        case "AWS::EC2::SecurityGroup": []
        case "AWS::IAM::AccessKey": parts
        default: Array(parts.prefix(1))
        }
    }
}

/// One mutation, as data: which property of which resource, its state before, its state after, and so its own inverse.
///
/// A kind of change is a property that can be read and set (`ChangeKind` names it; the response engine knows how).
/// Applying sets `after`, undoing sets `before`, and reading tells which of the two holds, or neither: drift.
package struct Change: Codable, Hashable, Sendable, Identifiable {
    /// Unique within its incident: `run/step/ordinal`, as in `1/isolate/3`.
    package var id: String
    package var kind: ChangeKind
    package var target: Target
    /// The property's state as it was read; null for none at all.
    package var before: JSONValue
    /// A state passed through on the way to `after`, never on the way back.
    package var via: JSONValue?
    /// The property's state wanted. A string `${CHANGE.NAME}` stands for an output of an earlier change.
    package var after: JSONValue
    /// Changes of one wave do not depend on one another and are made side by side; waves follow one another.
    package var wave: Int
    /// For people, one line.
    package var summary: String
    /// Why undo leaves this change in place (evidence is kept); nil when undo restores `before`.
    package var kept: String?

    package init(
        id: String = "",
        kind: ChangeKind,
        target: Target,
        before: JSONValue,
        via: JSONValue? = nil,
        after: JSONValue,
        wave: Int = 0,
        summary: String,
        kept: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.target = target
        self.before = before
        self.via = via
        self.after = after
        self.wave = wave
        self.summary = summary
        self.kept = kept
    }
}

/// The name of a kind of change, `service.property`. Kinds of later versions decode, and are refused only when applied.
package struct ChangeKind: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }
    package var description: String { rawValue }
}

/// What a run of a playbook would do, in order, worked out from fresh reads.
package struct Plan: Codable, Hashable, Sendable {
    /// 1 for an incident's first plan; a finding that rises to a higher level gets a further run.
    package var run: Int
    package var playbook: String
    package var steps: [PlannedStep]
    /// False when nothing could be read (`--offline`, no credentials): the plan says what is intended, not what is.
    package var verified: Bool

    package init(run: Int, playbook: String, steps: [PlannedStep], verified: Bool) {
        self.run = run
        self.playbook = playbook
        self.steps = steps
        self.verified = verified
    }

    package var changes: [Change] { steps.flatMap(\.changes) }

    /// The SHA-256 of the plan's canonical JSON: what an approval is bound to.
    package var hash: String {
        get throws { try JSONValue(encoding: self).data.sha256 }
    }
}

/// One step of a plan.
package struct PlannedStep: Codable, Hashable, Sendable, Identifiable {
    /// The step's id in the playbook.
    package var id: String
    package var action: ActionName
    package var onFailure: OnFailure
    package var changes: [Change]
    /// An alert to send when the step's turn comes.
    package var alert: Alert?
    /// What a person must know: limits of the containment, parts that cannot be changed, what is already so.
    package var notices: [String]
    /// Why the step cannot do what it is for, though its changes (if any) still help; the step is reported as failed.
    package var failure: String?

    package init(
        id: String,
        action: ActionName,
        onFailure: OnFailure,
        changes: [Change] = [],
        alert: Alert? = nil,
        notices: [String] = [],
        failure: String? = nil
    ) {
        self.id = id
        self.action = action
        self.onFailure = onFailure
        self.changes = changes
        self.alert = alert
        self.notices = notices
        self.failure = failure
    }
}

/// A message that a plan wants sent.
package struct Alert: Codable, Hashable, Sendable {
    /// `page` wakes somebody, `alert` does not.
    package enum Urgency: String, Codable, Sendable, CaseIterable { case page, alert }
    package var urgency: Urgency
    /// The receiver's name in `policies/notifications.yaml`.
    package var receiver: String

    package init(urgency: Urgency, receiver: String) {
        self.urgency = urgency
        self.receiver = receiver
    }
}
