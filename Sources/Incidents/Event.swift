package import Foundation

/// An incident's id, derived from the finding that opened it, so that every process that sees the finding agrees on it.
package struct IncidentID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String

    /// Nil unless it is `inc-` and 16 hexadecimal digits.
    package init?(rawValue: String) {
        let digits = rawValue.utf8.dropFirst(4)
        guard rawValue.hasPrefix("inc-"), digits.count == 16,
            digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        self.rawValue = rawValue
    }

    package init(account: AccountID, region: Region, finding: String) {
        rawValue = "inc-" + "\(account)/\(region)/\(finding)".sha256.prefix(16)
    }

    package var description: String { rawValue }
}

/// Something that happened to an incident, as it is about to be appended to its log.
package struct NewEvent: Sendable, Hashable {
    package var at: Date
    /// Who: `cli:ana`, `cordon`, later an approver's identity.
    package var actor: String
    package var body: EventBody

    package init(at: Date, actor: String, body: EventBody) {
        self.at = at
        self.actor = actor
        self.body = body
    }
}

/// An event in an incident's log, chained to the one before.
package struct Event: Sendable, Hashable {
    package var incident: IncidentID
    /// From 1, without gaps.
    package var sequence: Int
    package var at: Date
    package var actor: String
    package var body: EventBody
    /// The hash of event `sequence - 1`; empty for the first.
    package var previousHash: String
    package var hash: String

    package init(
        incident: IncidentID,
        sequence: Int,
        at: Date,
        actor: String,
        body: EventBody,
        previousHash: String,
        hash: String
    ) {
        self.incident = incident
        self.sequence = sequence
        self.at = at
        self.actor = actor
        self.body = body
        self.previousHash = previousHash
        self.hash = hash
    }

    /// What an event's hash covers: everything in it, the predecessor's hash included, fields told apart by newlines
    /// that none of the first six can hold.
    package static func hash(
        incident: String,
        sequence: Int,
        at: String,
        actor: String,
        type: String,
        body: String,
        previousHash: String
    ) -> String {
        [previousHash, incident, String(sequence), at, type, actor.replacing("\n", with: " "), body]
            .joined(separator: "\n").sha256
    }
}

/// Whether a change is being made or undone.
package enum Direction: String, Codable, Sendable { case apply, undo }

/// What happened. Stored as `type` and a JSON body; types that this version does not know are kept as they are.
package enum EventBody: Hashable, Sendable {
    /// The finding that opened the incident, or a later version of it (count, severity, archived).
    case findingReceived(FindingReceived)
    case planned(Planned)
    case gated(Gated)
    /// Written before the call.
    case changeIntended(ChangeIntended)
    /// Written after it.
    case changeDone(ChangeDone)
    case stepFinished(StepFinished)
    case alertSent(AlertSent)
    case runFinished(RunFinished)
    case rollbackStarted(RollbackStarted)
    case rollbackFinished(RollbackFinished)
    case unknown(type: String, body: JSONValue)

    package struct FindingReceived: Codable, Hashable, Sendable {
        package var findingID: String
        package var accountID: AccountID
        package var region: Region
        package var type: String
        package var severity: Double
        package var level: ResponseLevel
        package var title: String
        package var count: Int
        package var updatedAt: Date?
        package var sample: Bool
        package var archived: Bool
        package var resourceType: String
        /// Everything the incident can be looked up by: finding id and ARN, instance, key, user, bucket.
        package var references: [String]
        package var finding: JSONValue

        package init(_ finding: Finding, level: ResponseLevel) {
            findingID = finding.id
            accountID = finding.accountID
            region = finding.region
            type = finding.type
            severity = finding.severity
            self.level = level
            title = finding.title
            count = finding.count
            updatedAt = finding.updatedAt
            sample = finding.sample
            archived = finding.archived
            resourceType = finding.resource.type
            references =
                [finding.id] + [finding.arn?.rawValue].compactMap(\.self) + finding.resource.references.map(\.id)
            self.finding = finding.raw
        }
    }

    package struct Planned: Codable, Hashable, Sendable {
        package var plan: Plan
        package var hash: String
        package init(_ plan: Plan) throws {
            self.plan = plan
            hash = try plan.hash
        }
    }

    /// What the gate said of a plan, or of a finding that gets none.
    package struct Gated: Codable, Hashable, Sendable {
        package var verdict: Verdict
        /// The account's mode when one applies; nil for an account that is not listed.
        package var mode: Mode?
        package var reasons: [String]
        package init(verdict: Verdict, mode: Mode?, reasons: [String]) {
            self.verdict = verdict
            self.mode = mode
            self.reasons = reasons
        }
    }

    package enum Verdict: String, Codable, Sendable {
        /// Go ahead.
        case apply
        /// Recorded, not acted on (mode `observe`, sample, archived, account not listed, no playbook).
        case record
        /// Planned and shown (mode `dry-run`).
        case show
        /// Waiting for people (mode `approve`).
        case wait
    }

    package struct ChangeIntended: Codable, Hashable, Sendable {
        package var change: String
        package var direction: Direction
        /// True when the user asked to set the earlier state though somebody else changed the resource since.
        package var force: Bool
        package init(change: String, direction: Direction, force: Bool = false) {
            self.change = change
            self.direction = direction
            self.force = force
        }
    }

    package struct ChangeDone: Codable, Hashable, Sendable {
        package enum Outcome: String, Codable, Sendable {
            /// Made by us, and read back.
            case done
            /// Found as wanted already: made before a crash, or by somebody else; no call was sent.
            case already
            case failed
            /// Not touched: somebody changed it since.
            case drifted
            /// Never begun: a change that it needs failed.
            case skipped
            /// Undo leaves it in place, on purpose.
            case kept

            /// Whether the change is not as wanted.
            package var isFailure: Bool { [.failed, .drifted, .skipped].contains(self) }
        }
        package var change: String
        package var direction: Direction
        package var outcome: Outcome
        /// Ids that the call made (`group_id`, `snapshot_ids`), for later changes and for people.
        package var outputs: [String: String]
        /// The state read back.
        package var state: JSONValue?
        package var error: String?
        package init(
            change: String,
            direction: Direction,
            outcome: Outcome,
            outputs: [String: String] = [:],
            state: JSONValue? = nil,
            error: String? = nil
        ) {
            self.change = change
            self.direction = direction
            self.outcome = outcome
            self.outputs = outputs
            self.state = state
            self.error = error
        }
    }

    package struct StepFinished: Codable, Hashable, Sendable {
        package var run: Int
        package var step: String
        package var success: Bool
        package var error: String?
        package init(run: Int, step: String, success: Bool, error: String? = nil) {
            self.run = run
            self.step = step
            self.success = success
            self.error = error
        }
    }

    package struct AlertSent: Codable, Hashable, Sendable {
        package var run: Int
        package var step: String
        package var receiver: String
        package var success: Bool
        package var error: String?
        package init(run: Int, step: String, receiver: String, success: Bool, error: String? = nil) {
            self.run = run
            self.step = step
            self.receiver = receiver
            self.success = success
            self.error = error
        }
    }

    package struct RunFinished: Codable, Hashable, Sendable {
        package var run: Int
        package var success: Bool
        package init(run: Int, success: Bool) {
            self.run = run
            self.success = success
        }
    }

    package struct RollbackStarted: Codable, Hashable, Sendable {
        /// Why, for people.
        package var reason: String
        package var force: Bool
        /// The changes to undo, in that order.
        package var changes: [String]
        /// Whether a person asked for it; otherwise a step's `on_failure: rollback` did.
        package var requested: Bool
        package init(reason: String, requested: Bool, force: Bool, changes: [String]) {
            self.reason = reason
            self.requested = requested
            self.force = force
            self.changes = changes
        }
    }

    package struct RollbackFinished: Codable, Hashable, Sendable {
        package var success: Bool
        package init(success: Bool) { self.success = success }
    }
}

extension EventBody {
    /// The type stored beside the body: `finding.received`, `change.intended`, …
    package var type: String {
        switch self {
        case .findingReceived: "finding.received"
        case .planned: "plan.made"
        case .gated: "plan.gated"
        case .changeIntended: "change.intended"
        case .changeDone: "change.done"
        case .stepFinished: "step.finished"
        case .alertSent: "alert.sent"
        case .runFinished: "run.finished"
        case .rollbackStarted: "rollback.started"
        case .rollbackFinished: "rollback.finished"
        case .unknown(let type, _): type
        }
    }

    /// The body as JSON.
    package var json: JSONValue {
        get throws {
            switch self {
            case .findingReceived(let body): try JSONValue(encoding: body)
            case .planned(let body): try JSONValue(encoding: body)
            case .gated(let body): try JSONValue(encoding: body)
            case .changeIntended(let body): try JSONValue(encoding: body)
            case .changeDone(let body): try JSONValue(encoding: body)
            case .stepFinished(let body): try JSONValue(encoding: body)
            case .alertSent(let body): try JSONValue(encoding: body)
            case .runFinished(let body): try JSONValue(encoding: body)
            case .rollbackStarted(let body): try JSONValue(encoding: body)
            case .rollbackFinished(let body): try JSONValue(encoding: body)
            case .unknown(_, let body): body
            }
        }
    }

    /// What the incident can be looked up by from this event on: what its finding names, and what a plan changes.
    package var references: [String] {
        switch self {
        case .findingReceived(let body): body.references.filter { !$0.isEmpty }
        case .planned(let body): body.plan.changes.flatMap(\.target.references)
        default: []
        }
    }

    /// Reads a body back. Throws `DecodingError` when a known type's body is not what that type holds.
    package init(type: String, json: JSONValue) throws {
        switch type {
        case "finding.received": self = .findingReceived(try json.decode())
        case "plan.made": self = .planned(try json.decode())
        case "plan.gated": self = .gated(try json.decode())
        case "change.intended": self = .changeIntended(try json.decode())
        case "change.done": self = .changeDone(try json.decode())
        case "step.finished": self = .stepFinished(try json.decode())
        case "alert.sent": self = .alertSent(try json.decode())
        case "run.finished": self = .runFinished(try json.decode())
        case "rollback.started": self = .rollbackStarted(try json.decode())
        case "rollback.finished": self = .rollbackFinished(try json.decode())
        default: self = .unknown(type: type, body: json)
        }
    }
}
