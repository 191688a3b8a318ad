import Foundation
import GRDB
import Incidents
import Testing

@testable import Store

struct OpeningTests {
    @Test("folders and files are created for this user alone")
    func permissions() async throws {
        try await withTemporaryFolder { folder in
            let log = try SQLiteIncidentLog(path: folder + "/a/b/cordon.db")
            try await log.append([.note(1)], to: .first, after: 0)
            try await log.withExclusiveAccess(to: .first) {}
            for (name, mode) in [
                ("a", 0o700), ("a/b", 0o700), ("a/b/cordon.db", 0o600), ("a/b/cordon.db-wal", 0o600),
                ("a/b/cordon.db-shm", 0o600), ("a/b/cordon.db-lock", 0o600),
            ] {
                let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
                #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode, "\(name)")
            }
        }
    }

    @Test("every opening writes ahead and waits for the disk")
    func durability() async throws {
        try await withTemporaryFolder { folder in
            for _ in 1...2 {
                let log = try SQLiteIncidentLog(path: folder + "/cordon.db")
                try await log.queue.read { db throws in
                    #expect(try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2)
                    #expect(try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal")
                    #expect(try Int.fetchOne(db, sql: "PRAGMA foreign_keys") == 1)
                    #expect(try Int.fetchOne(db, sql: "PRAGMA busy_timeout") == 5000)
                }
            }
        }
    }

    @Test("a relative path is the current folder's")
    func relativePath() async throws {
        try await withTemporaryFolder { folder in
            let here = FileManager.default.currentDirectoryPath
            let path = String(repeating: "../", count: here.split(separator: "/").count) + folder.dropFirst()
            let log = try SQLiteIncidentLog(path: path + "/cordon.db")
            try await log.append([.note(1)], to: .first, after: 0)
            #expect(try await SQLiteIncidentLog(path: folder + "/cordon.db").events(of: .first).count == 1)
        }
    }

    @Test(
        "a path that cannot hold a store is refused by name, with what to do",
        arguments: [
            ("", "name a file"), ("folder", "folder/cordon.db"), ("text.txt", "not a database"),
            ("text.txt/cordon.db", "a part of the path is a file"), ("/proc/none/cordon.db", "/proc/none/cordon.db"),
            ("/dev/null", "not a regular file"), ("folder/", "cordon.db"),
            ("other.db", "another program"), ("later.db", "update Cordon"), ("torn.db", "torn.db"),
        ]
    )
    func refusals(path: String, reason: String) async throws {
        try await withTemporaryFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: false)
            try Data(repeating: 0x41, count: 4096).write(to: URL(filePath: folder + "/text.txt"))
            try await DatabaseQueue(path: folder + "/other.db").write { try $0.execute(sql: "CREATE TABLE t (x)") }
            _ = try SQLiteIncidentLog(path: folder + "/later.db")
            try await DatabaseQueue(path: folder + "/later.db").write { db in
                try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999-01 another world')")
            }
            try await DatabaseQueue(path: folder + "/torn.db").write { try $0.execute(sql: "CREATE TABLE t (x)") }
            try Data(contentsOf: URL(filePath: folder + "/torn.db")).prefix(700)
                .write(to: URL(filePath: folder + "/torn.db"))

            let full = path.isEmpty || path.hasPrefix("/") ? path : folder + "/" + path
            let error = #expect(throws: IncidentLogError.self) { try SQLiteIncidentLog(path: full) }
            guard case .unavailable(let text)? = error else { return }
            #expect(full.isEmpty || text.contains(full))
            #expect(text.contains(reason))
        }
    }

    @Test("a file this user may not write is refused", .enabled(if: geteuid() != 0, "root may write everything"))
    func notWritable() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/cordon.db"
            _ = try SQLiteIncidentLog(path: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
            let error = #expect(throws: IncidentLogError.self) { try SQLiteIncidentLog(path: path) }
            #expect(error?.description.contains("write access") == true)
        }
    }

    @Test("opening again does not write to the file")
    func readyFileStaysAsItIs() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/cordon.db"
            _ = try SQLiteIncidentLog(path: path)
            let before = try Data(contentsOf: URL(filePath: path))
            let log = try SQLiteIncidentLog(path: path)
            #expect(try await log.events(of: .first) == [])
            let wal = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? NSNumber
            #expect(wal?.intValue == 0)
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
        }
    }

    @Test(
        "SQLite's refusals say what to do and nothing of the data",
        arguments: [
            (ResultCode.SQLITE_BUSY, "wait for that process"), (.SQLITE_LOCKED, "wait for that process"),
            (.SQLITE_FULL, "free some space"), (.SQLITE_READONLY, "write access"), (.SQLITE_CANTOPEN, "write access"),
            (.SQLITE_NOTADB, "choose another file"), (.SQLITE_CORRUPT, "backup"), (.SQLITE_IOERR, "disk I/O error"),
        ]
    )
    func translations(code: ResultCode, advice: String) {
        let error = DatabaseError(resultCode: code, message: nil, sql: "INSERT 'secret'", arguments: ["secret"])
        let text = IncidentLogError(error, store: "/var/cordon.db").description
        #expect(text.contains("/var/cordon.db"))
        #expect(text.contains(advice))
        #expect(!text.contains("secret"))
    }
}
