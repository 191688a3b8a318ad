import GRDB
import Incidents
import Testing

@testable import Store

/// What happens when somebody goes at the file without Cordon.
struct AppendOnlyTests {
    @Test(
        "the file itself refuses to change or lose what was written",
        arguments: [
            "UPDATE event SET body = '{}' WHERE sequence = 2",
            "UPDATE event SET sequence = 9 WHERE sequence = 3",
            "DELETE FROM event WHERE sequence = 3",
            "DELETE FROM event",
            "DELETE FROM incident",
            "UPDATE incident SET lastSequence = 2",
            "UPDATE incident SET headHash = replace(headHash, 'a', 'b')",
            "UPDATE incident SET id = 'inc-0000000000000002', lastSequence = 4",
            "INSERT OR REPLACE INTO event SELECT * FROM event WHERE sequence = 2",
            "INSERT INTO event SELECT incident, 5, at, actor, type, body, hash, hash FROM event WHERE sequence = 3",
            "INSERT INTO event SELECT incident, 4, at, actor, type, body, previousHash, hash FROM event WHERE sequence = 3",
            "INSERT INTO event SELECT incident, 4, at, actor, type, '{', hash, hash FROM event WHERE sequence = 3",
            "INSERT INTO event SELECT incident, 4, 'noon', actor, type, body, hash, hash FROM event WHERE sequence = 3",
            "INSERT INTO event SELECT 'inc-0000000000000009', 1, at, actor, type, body, '', hash FROM event WHERE sequence = 3",
        ]
    )
    func refused(sql: String) async throws {
        let log = try await threeEvents()
        await #expect(throws: DatabaseError.self) { try await log.queue.write { try $0.execute(sql: sql) } }
        #expect(try await log.events(of: .first).map(\.body) == [.note(1), .note(2), .note(3)])
    }

    @Test(
        "the chain tells what was changed behind the triggers' back",
        arguments: [
            ("UPDATE event SET body = '{\"run\":7,\"success\":true}' WHERE sequence = 2", 2, .contents),
            ("UPDATE event SET body = body || ' ' WHERE sequence = 2", 2, .contents),
            ("UPDATE event SET actor = 'cli:eve' WHERE sequence = 1", 1, .contents),
            ("UPDATE event SET at = '2026-11-24T12:00:00.001Z' WHERE sequence = 3", 3, .contents),
            ("UPDATE event SET type = 'run.started' WHERE sequence = 3", 3, .contents),
            ("UPDATE event SET hash = replace(hash, 'a', 'b') || 'a' WHERE sequence = 2", 2, .contents),
            ("UPDATE event SET previousHash = hash WHERE sequence = 2", 2, .predecessor),
            ("DELETE FROM event WHERE sequence = 1", 1, .missing),
            ("DELETE FROM event WHERE sequence = 2", 2, .missing),
            ("DELETE FROM event WHERE sequence = 3", 3, .cutOff(last: 3)),
            ("DELETE FROM event", 1, .cutOff(last: 3)),
            ("UPDATE incident SET lastSequence = 2", 3, .added),
            ("UPDATE incident SET headHash = previousHash FROM event WHERE sequence = 3", 3, .rewritten),
        ] as [(String, Int, ChainVerdict.Fault)]
    )
    func noticed(sql: String, sequence: Int, fault: ChainVerdict.Fault) async throws {
        let log = try await threeEvents()
        try await log.withoutTriggers(sql)
        #expect(try await log.verify(.first) == .broken(sequence: sequence, fault))
        #expect(try await log.verify(.second) == .intact(count: 0, head: ""))
    }

    @Test("an event copied from another incident does not fit in")
    func foreignEvent() async throws {
        let log = try await threeEvents()
        try await log.append([.note(4)], to: .second, after: 0)
        try await log.withoutTriggers(
            """
            DELETE FROM event WHERE incident = 'inc-0000000000000001' AND sequence = 1;
            INSERT INTO event SELECT 'inc-0000000000000001', sequence, at, actor, type, body, previousHash, hash
            FROM event WHERE incident = 'inc-0000000000000002';
            """
        )
        #expect(try await log.verify(.first) == .broken(sequence: 1, .contents))
    }

    @Test("events that cannot be read are named, and do not crash")
    func unreadable() async throws {
        let log = try await threeEvents()
        try await log.withoutTriggers("UPDATE event SET body = '{\"run\":' WHERE sequence = 2")
        let error = await #expect(throws: IncidentLogError.self) { try await log.events(of: .first) }
        guard case .damaged(.first, sequence: 2, let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("not JSON"))
    }

    private func threeEvents() async throws -> SQLiteIncidentLog {
        let log = try SQLiteIncidentLog.inMemory()
        try await log.append([.note(1), .note(2), .note(3)], to: .first, after: 0)
        return log
    }
}

extension SQLiteIncidentLog {
    /// Does to the file what somebody with an editor could.
    fileprivate func withoutTriggers(_ sql: String) async throws {
        try await queue.writeWithoutTransaction { db in
            for trigger in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
                try db.execute(sql: "DROP TRIGGER \(trigger)")
            }
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
            try db.execute(sql: sql)
        }
    }
}
