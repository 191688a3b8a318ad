import AWS
import Foundation
import Incidents
import Policies
import Response
import Synchronization

/// A stand-in for AWS: properties by resource id, with the calls that were made and ways to go wrong.
final class World: Sendable {
    struct State {
        var values: [String: JSONValue] = [:]
        var calls: [String] = []
        var failing: Set<String> = []
        var ignoring: Set<String> = []
        var refused: Set<JSONValue> = []
    }
    let state: Mutex<State>

    init(_ values: [String: JSONValue]) { state = Mutex(State(values: values)) }

    subscript(id: String) -> JSONValue {
        get { state.withLock { $0.values[id] ?? .null } }
        set { state.withLock { $0.values[id] = newValue } }
    }

    var calls: [String] { state.withLock { $0.calls } }
    func fail(_ id: String) { state.withLock { _ = $0.failing.insert(id) } }
    func mend(_ id: String) { state.withLock { _ = $0.failing.remove(id) } }
    /// Fails for this value, whatever the resource.
    func refuse(_ value: JSONValue) { state.withLock { _ = $0.refused.insert(value) } }
    /// Answers that all went well, and does nothing.
    func ignore(_ id: String) { state.withLock { _ = $0.ignoring.insert(id) } }
}

struct WorldProperty: Property {
    let world: World
    let kind: ChangeKind = "test.value"
    let operations: [any AWSOperation.Type] = []

    func read(_ change: Change, in session: ReadSession) async throws -> Reading {
        Reading(world[change.target.id], outputs: ["id": "id-of-\(change.target.id)"])
    }

    func set(_ change: Change, to state: JSONValue, in session: WriteSession) async throws -> [String: String] {
        try world.state.withLock { world in
            world.calls.append("\(change.target.id)=\(state.canonical)")
            if world.failing.contains(change.target.id) || world.refused.contains(state) {
                throw ResponseError("refused")
            }
            if !world.ignoring.contains(change.target.id) { world.values[change.target.id] = state }
        }
        return [:]
    }
}

/// A log that fails after so many appends, as a process that is killed there.
struct MortalLog: IncidentLog {
    let log: any IncidentLog
    let appends: Counter

    final class Counter: Sendable {
        let left: Mutex<Int>
        init(_ left: Int) { self.left = Mutex(left) }
    }

    func append(_ events: [NewEvent], to incident: IncidentID, after sequence: Int) async throws -> [Event] {
        let alive = appends.left.withLock { left in
            left -= 1
            return left >= 0
        }
        guard alive else { throw IncidentLogError.unavailable("killed") }
        return try await log.append(events, to: incident, after: sequence)
    }

    func events(of incident: IncidentID) async throws -> [Event] { try await log.events(of: incident) }
    func incidents(referring reference: String) async throws -> [IncidentID] {
        try await log.incidents(referring: reference)
    }
    func incidents(limit: Int) async throws -> [IncidentID] { try await log.incidents(limit: limit) }
    func verify(_ incident: IncidentID) async throws -> ChainVerdict { try await log.verify(incident) }
    func withExclusiveAccess<T: Sendable>(
        to incident: IncidentID,
        _ body: @Sendable () async throws -> T
    ) async throws -> T {
        try await log.withExclusiveAccess(to: incident, body)
    }
}

/// Alerts that are only counted.
final class Outbox: AlertSender {
    let sent = Mutex<[String]>([])
    func send(_ alert: Alert, id: String, about incident: Incident) async throws {
        sent.withLock { $0.append(id) }
    }
}

enum Sample {
    static let account = AccountID(rawValue: "222222222222")!
    static let region = Region(rawValue: "eu-west-1")!
    static let time = Date(timeIntervalSince1970: 1_795_000_000)

    static func target(_ id: String) -> Target { Target(account: account, region: region, type: "Test", id: id) }

    static func finding(_ resource: FindingResource, severity: Double = 8) -> Finding {
        Finding(
            id: "f-1",
            accountID: account,
            region: region,
            partition: "aws",
            type: "Backdoor:EC2/C&CActivity.B",
            severity: severity,
            resource: resource
        )
    }

    static func context(_ finding: Finding, spared: [String] = ["arn:aws:iam::222222222222:role/CordonResponder"])
        -> PlanContext
    {
        PlanContext(
            finding: finding,
            incident: finding.incident,
            prefix: "1/step",
            now: time,
            spared: spared.map { .init($0) }
        )
    }
}
