import Foundation
import Incidents
import Testing

/// What every incident log has to do, whatever it keeps its events in.
///
/// A store's tests run all requirements over logs that they make:
///
///     @Test(arguments: IncidentLogConformance.requirements)
///     func meets(_ requirement: IncidentLogConformance.Requirement) async throws {
///         try await IncidentLogConformance(makeLog: { … }).check(requirement)
///     }
struct IncidentLogConformance {
    /// A new, empty log.
    let makeLog: @Sendable () async throws -> any IncidentLog

    struct Requirement: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let check: @Sendable (any IncidentLog) async throws -> Void

        init(_ description: String, check: @escaping @Sendable (any IncidentLog) async throws -> Void) {
            testDescription = description
            self.check = check
        }
    }

    func check(_ requirement: Requirement) async throws {
        try await requirement.check(makeLog())
    }

    static let requirements = appending + keeping + lookingUp + claiming

    static let appending: [Requirement] = [
        Requirement("an unknown incident has no events and an intact chain") { log async throws in
            #expect(try await log.events(of: .first) == [])
            #expect(try await log.verify(.first) == .intact(count: 0, head: ""))
            #expect(try await log.incidents(limit: 10) == [])
            #expect(try await log.incidents(referring: "inc-0000000000000001") == [])
        },
        Requirement("events read back as they were returned, numbered from 1 and chained") { log in
            var stored = try await log.append([.note(1), .note(2)], to: .first, after: 0)
            stored += try await log.append([.note(3)], to: .first, after: 2)

            #expect(try await log.events(of: .first) == stored)
            #expect(stored.map(\.sequence) == [1, 2, 3])
            #expect(stored.map(\.body) == [.note(1), .note(2), .note(3)])
            #expect(stored.map(\.incident) == [.first, .first, .first])
            #expect(stored.map(\.previousHash) == ["", stored[0].hash, stored[1].hash])
            #expect(Set(stored.map(\.hash)).count == 3)
            #expect(try await log.verify(.first) == .intact(count: 3, head: stored[2].hash))
        },
        Requirement("incidents do not share a chain") { log in
            try await log.append([.note(1)], to: .first, after: 0)
            let other = try await log.append([.note(1)], to: .second, after: 0)

            #expect(other.map(\.sequence) == [1])
            #expect(try await log.events(of: .first).map(\.body) == [.note(1)])
            #expect(try await log.verify(.second) == .intact(count: 1, head: other[0].hash))
        },
        Requirement("a writer that has not seen the last event gets a conflict and writes nothing") {
            log async throws in
            try await log.append([.note(1), .note(2)], to: .first, after: 0)
            for stale in [-1, 0, 1, 3, Int.max] {
                await #expect(throws: IncidentLogError.conflict(.first)) {
                    try await log.append([.note(9)], to: .first, after: stale)
                }
            }
            await #expect(throws: IncidentLogError.conflict(.second)) {
                try await log.append([.note(9)], to: .second, after: 1)
            }
            #expect(try await log.events(of: .first).map(\.body) == [.note(1), .note(2)])
            #expect(try await log.events(of: .second) == [])
        },
        Requirement("a batch with an event that cannot be written leaves nothing behind") { log async throws in
            let unwritable = EventBody.findingReceived(.sample("f-1", severity: .infinity))
            let error = await #expect(throws: IncidentLogError.self) {
                try await log.append(
                    [.note(1), NewEvent(at: .noon, actor: "cordon", body: unwritable), .note(3)],
                    to: .first,
                    after: 0
                )
            }
            #expect(error?.description.contains("finding.received") == true)
            #expect(try await log.events(of: .first) == [])
            #expect(try await log.incidents(limit: 10) == [])
        },
        Requirement("an empty batch does not open an incident") { log async throws in
            #expect(try await log.append([], to: .first, after: 0) == [])
            #expect(try await log.incidents(limit: 10) == [])
        },
        Requirement("of many writers at the same sequence exactly one wins") { log async throws in
            let outcomes = await withTaskGroup { group in
                for writer in 1...8 {
                    group.addTask {
                        await Result.of { try await log.append([.note(writer), .note(writer)], to: .first, after: 0) }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let winners = outcomes.compactMap { try? $0.get() }
            #expect(winners.count == 1)
            #expect(outcomes.count { $0.failure == .conflict(.first) } == 7)
            #expect(try await log.events(of: .first) == winners.first)
        },
        Requirement("writers that read again after a conflict all get in") { log in
            try await withThrowingTaskGroup { group in
                for writer in 1...4 {
                    group.addTask { for _ in 1...5 { try await log.appendEventually(.note(writer), to: .first) } }
                }
                try await group.waitForAll()
            }
            let events = try await log.events(of: .first)
            #expect(events.map(\.sequence) == Array(1...20))
            for writer in 1...4 { #expect(events.count { $0.body == .note(writer) } == 5) }
            #expect(try await log.verify(.first) == .intact(count: 20, head: events.last?.hash ?? "none"))
        },
        Requirement("an event is recorded even when its task was cancelled") { log async throws in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await log.append([.note(1)], to: .first, after: 0)
            }
            #expect(try await task.value.count == 1)
            #expect(try await log.events(of: .first).count == 1)
        },
    ]
}

extension Result where Success: Sendable, Failure == any Error {
    static func of(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    var failure: IncidentLogError? {
        if case .failure(let error) = self { error as? IncidentLogError } else { nil }
    }
}
