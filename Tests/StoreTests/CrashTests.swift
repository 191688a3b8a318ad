import Foundation
import Incidents
import Synchronization
import Testing

@testable import Store

/// Processes that end without warning; each is a child of the test's own binary.
struct CrashTests {
    @Test(
        "every event acknowledged before SIGKILL is there, in whole batches",
        arguments: 1...12 as ClosedRange<UInt64>
    )
    func killedWhileAppending(seed: UInt64) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/cordon.db"
            let child = await #expect(
                processExitsWith: .signal(SIGKILL),
                observing: [\.standardOutputContent]
            ) { [path = path as String, seed = seed as UInt64] in
                try await appendUntilKilled(path: path, seed: seed)
            }
            let output = String(decoding: try #require(child).standardOutputContent, as: UTF8.self)
            let acknowledged = output.split(separator: "\n").compactMap { Int($0) }.last ?? 0

            let log = try SQLiteIncidentLog(path: path)
            let events = try await log.events(of: .first)
            #expect(acknowledged > 0)
            #expect(events.count >= acknowledged)
            #expect(events.count <= acknowledged + 5, "more than the batch that was under way")
            #expect(try await log.verify(.first) == .intact(count: events.count, head: events.last?.hash ?? ""))
            try expectWholeBatches(events)
            _ = try await log.withExclusiveAccess(to: .first) {
                try await log.append([.note(1)], to: .first, after: events.count)
            }
        }
    }

    @Test("a claim ends with the process that was killed, and holds until then")
    func killedWhileWorking() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/cordon.db"
            let log = try SQLiteIncidentLog(path: path)
            _ = try await log.withExclusiveAccess(to: .first) {
                await #expect(processExitsWith: .success) { [path = path as String] in
                    let log = try SQLiteIncidentLog(path: path)
                    await #expect(throws: IncidentLogError.busy(.first)) {
                        try await log.withExclusiveAccess(to: .first) {}
                    }
                    try await log.withExclusiveAccess(to: .second) {}
                }
            }
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
                try await SQLiteIncidentLog(path: path).withExclusiveAccess(to: .first) { _ = raise(SIGKILL) }
            }
            try await log.withExclusiveAccess(to: .first) {}
        }
    }

    @Test("two processes that append to one incident lose nothing")
    func twoProcesses() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/cordon.db"
            async let child: Void = { () async -> Void in
                await #expect(processExitsWith: .success) { [path = path as String] in
                    let log = try SQLiteIncidentLog(path: path)
                    for _ in 1...100 { try await log.appendEventually(.note(1), to: .first) }
                }
            }()
            let log = try SQLiteIncidentLog(path: path)
            for _ in 1...100 { try await log.appendEventually(.note(2), to: .first) }
            await child

            let events = try await log.events(of: .first)
            #expect(events.count { $0.body == .note(1) } == 100)
            #expect(events.count { $0.body == .note(2) } == 100)
            #expect(try await log.verify(.first) == .intact(count: 200, head: events.last?.hash ?? ""))
        }
    }

    @Test("an append that the disk has no room for fails, and leaves the log as it was")
    func noRoom() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/cordon.db"
            await #expect(processExitsWith: .success) { [path = path as String] in
                let log = try SQLiteIncidentLog(path: path)
                try await log.append([.note(1)], to: .first, after: 0)
                signal(SIGXFSZ, SIG_IGN)
                var limit = rlimit(rlim_cur: 200_000, rlim_max: .max)
                setrlimit(__rlimit_resource_t(1), &limit)  // RLIMIT_FSIZE
                let big = EventBody.unknown(type: "big", body: .string(String(repeating: "x", count: 300_000)))
                await #expect(throws: IncidentLogError.self) {
                    try await log.append(
                        [.note(2), NewEvent(at: .noon, actor: "cordon", body: big)],
                        to: .first,
                        after: 1
                    )
                }
                try await log.append([.note(3)], to: .first, after: 1)
                #expect(try await log.events(of: .first).map(\.body) == [.note(1), .note(3)])
            }
        }
    }

    /// A batch's events carry their place in it: `n` of `size`.
    private func expectWholeBatches(_ events: [Event]) throws {
        var expected = 1
        for event in events {
            let body = try event.body.json
            #expect(body["n"]?.int == expected)
            expected = body["n"] == body["size"] ? 1 : expected + 1
        }
        #expect(expected == 1, "the last batch is torn")
    }
}

/// Appends batches and prints each sequence number that the log acknowledged, until a thread of this process kills it
/// at a moment drawn from `seed`: some batches in, and then anywhere within the next ones.
private func appendUntilKilled(path: String, seed: UInt64) async throws {
    var random = SplitMix(state: seed)
    let survived = Int.random(in: 2...30, using: &random)
    let delay = UInt64.random(in: 0...3_000_000, using: &random)  // nanoseconds: two or three commits
    let log = try SQLiteIncidentLog(path: path)
    var sequence = 0
    for batch in 1... {
        if batch == survived {
            Thread.detachNewThread {
                let start = DispatchTime.now().uptimeNanoseconds
                while DispatchTime.now().uptimeNanoseconds - start < delay {}
                raise(SIGKILL)
            }
        }
        let size = Int.random(in: 1...5, using: &random)
        let events = (1...size).map { n in
            NewEvent(
                at: .noon,
                actor: "cordon",
                body: .unknown(type: "probe", body: ["n": .int(Int64(n)), "size": .int(Int64(size))])
            )
        }
        sequence = try await log.append(events, to: .first, after: sequence).last?.sequence ?? sequence
        let line = Array("\(sequence)\n".utf8)
        write(STDOUT_FILENO, line, line.count)
    }
}

/// The same numbers from the same seed (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
