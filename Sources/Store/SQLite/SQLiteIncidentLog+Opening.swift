internal import GRDB
internal import Incidents

extension SQLiteIncidentLog {
    /// How long a statement waits for another process's transaction, in seconds.
    static let busyTimeout = 5.0

    /// Opens the store at `path`, an SQLite file, and creates it with its folders when there is none.
    ///
    /// Any number of processes may have the same file open.
    ///
    /// - Throws: `IncidentLogError.unavailable` with the path and what to do.
    package init(path: String) throws {
        let path = try StoreFile.prepare(path)
        let lockFile = LockFile(path: path + "-lock")
        do {
            let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            if try !queue.inDatabase({ try Self.isReady($0, path: path) }) {
                try lockFile.holdForSetup { try Self.setUp(queue, path: path) }
            }
            self.init(queue: queue, claims: lockFile, path: path)
        } catch let error as DatabaseError {
            throw IncidentLogError(error, store: path)
        }
    }

    /// A log that lives as long as this value, for tests.
    package static func inMemory() throws -> SQLiteIncidentLog {
        let queue = try DatabaseQueue(configuration: configuration)
        try Schema.migrator.migrate(queue)
        return SQLiteIncidentLog(queue: queue, claims: MemoryClaims(), path: ":memory:")
    }

    /// The journal mode stays `.default` here: GRDB's `.wal` writes to the file on every opening and sets `synchronous`
    /// to NORMAL, under which a power cut may take the last commits. Both are set by ourselves.
    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return configuration
    }

    /// Whether the file has our tables, all of them, and is in write-ahead mode.
    ///
    /// - Throws: `IncidentLogError.unavailable` for another program's database, and for tables of a later version.
    private static func isReady(_ db: Database, path: String) throws -> Bool {
        guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
            throw IncidentLogError.unavailable("the store \(path) cannot be written durably: `synchronous` is not FULL")
        }
        guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
            guard try Schema.isEmpty(db) else {
                throw IncidentLogError.unavailable(
                    "\(path) is the database of another program, not a store; choose another file"
                )
            }
            return false
        }
        let applied = try Schema.migrator.appliedIdentifiers(db)
        let known = Set(Schema.migrator.migrations)
        guard applied.isSubset(of: known) else {
            throw IncidentLogError.unavailable(
                "the store \(path) was written by a later version of Cordon; update Cordon, or choose another file"
            )
        }
        return try applied == known && String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal"
    }

    /// Makes a new or older file ready; does nothing to one that another process made so meanwhile.
    private static func setUp(_ queue: DatabaseQueue, path: String) throws {
        let mode = try queue.inDatabase { try String.fetchOne($0, sql: "PRAGMA journal_mode = WAL") }
        guard mode == "wal" else {
            throw IncidentLogError.unavailable(
                "the store \(path) is on a file system without shared memory, which several processes need to work on "
                    + "one file (network file systems are such); choose a local disk"
            )
        }
        try Schema.migrator.migrate(queue)
    }
}
