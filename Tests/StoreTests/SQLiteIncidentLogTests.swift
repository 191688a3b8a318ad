import Foundation
import Incidents
import Testing

@testable import Store

struct SQLiteIncidentLogTests {
    @Test("the log in a file conforms", arguments: IncidentLogConformance.requirements)
    func fileConforms(_ requirement: IncidentLogConformance.Requirement) async throws {
        try await withTemporaryFolder { folder in
            let conformance = IncidentLogConformance { try SQLiteIncidentLog(path: folder + "/cordon.db") }
            try await conformance.check(requirement)
        }
    }

    @Test("the log in memory conforms", arguments: IncidentLogConformance.requirements)
    func memoryConforms(_ requirement: IncidentLogConformance.Requirement) async throws {
        try await IncidentLogConformance { try SQLiteIncidentLog.inMemory() }.check(requirement)
    }

    @Test("what is appended is there after opening the file again")
    func reopening() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/cordon.db"
            let stored = try await SQLiteIncidentLog(path: path).append([.note(1)], to: .first, after: 0)
            #expect(try await SQLiteIncidentLog(path: path).events(of: .first) == stored)
        }
    }

    @Test("two logs on one file see each other's events, conflicts and claims, by whatever path")
    func sharing() async throws {
        try await withTemporaryFolder { folder in
            let mine = try SQLiteIncidentLog(path: folder + "/cordon.db")
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/link.db",
                withDestinationPath: "cordon.db"
            )
            let theirs = try SQLiteIncidentLog(path: folder + "/link.db")
            let stored = try await mine.append([.note(1)], to: .first, after: 0)
            #expect(try await theirs.events(of: .first) == stored)
            await #expect(throws: IncidentLogError.conflict(.first)) {
                try await theirs.append([.note(2)], to: .first, after: 0)
            }
            _ = try await mine.withExclusiveAccess(to: .first) {
                await #expect(throws: IncidentLogError.busy(.first)) {
                    try await theirs.withExclusiveAccess(to: .first) {}
                }
            }
        }
    }

    @Test("many logs may create and fill the same file at once")
    func creatingAtOnce() async throws {
        for _ in 1...10 {
            try await withTemporaryFolder { folder in
                try await withThrowingTaskGroup { group in
                    for number in 1...6 {
                        group.addTask {
                            let log = try SQLiteIncidentLog(path: folder + "/new/cordon.db")
                            try await log.appendEventually(.note(number), to: .first)
                        }
                    }
                    try await group.waitForAll()
                }
                let log = try SQLiteIncidentLog(path: folder + "/new/cordon.db")
                #expect(try await log.events(of: .first).count == 6)
            }
        }
    }
}
