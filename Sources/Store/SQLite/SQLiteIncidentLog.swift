internal import GRDB
package import Incidents

/// The incident log in one SQLite file, for as many processes on one machine as there are.
///
/// One connection, not a pool: a command opens the file, appends a handful of events and ends.
package struct SQLiteIncidentLog: IncidentLog {
    let queue: DatabaseQueue
    private let claims: any IncidentClaims
    private let path: String

    init(queue: DatabaseQueue, claims: any IncidentClaims, path: String) {
        self.queue = queue
        self.claims = claims
        self.path = path
    }

    @discardableResult
    package func append(
        _ events: [NewEvent],
        to incident: IncidentID,
        after sequence: Int
    ) async throws -> [Event] {
        guard !events.isEmpty else { return [] }
        let rows = try await write { db in
            var head = try Self.head(of: incident, in: db)
            guard head.sequence == sequence else { throw IncidentLogError.conflict(incident) }
            let rows = try events.map { event in
                let row = try StoredEvent(event, incident: incident, after: head)
                head = ChainVerdict.Head(sequence: row.sequence, hash: row.hash)
                return row
            }
            try Self.insert(rows, of: incident, references: Set(events.flatMap(\.body.references)), in: db)
            return rows
        }
        return try zip(rows, events).map { row, event in try row.decoded(as: event.body) }
    }

    package func events(of incident: IncidentID) async throws -> [Event] {
        try await read { db in try Self.rows(of: incident, in: db) }.map { try $0.decoded() }
    }

    package func verify(_ incident: IncidentID) async throws -> ChainVerdict {
        // One transaction, so that the events and the head are of the same moment.
        try await read { db in
            ChainVerdict(checking: try Self.rows(of: incident, in: db), head: try Self.head(of: incident, in: db))
        }
    }

    package func incidents(referring reference: String) async throws -> [IncidentID] {
        try await ids(
            """
            SELECT id FROM incident
            WHERE id = :reference OR id IN (SELECT incident FROM reference WHERE reference = :reference)
            ORDER BY created DESC, id
            """,
            ["reference": reference]
        )
    }

    package func incidents(limit: Int) async throws -> [IncidentID] {
        try await ids("SELECT id FROM incident ORDER BY updated DESC, id LIMIT :limit", ["limit": max(0, limit)])
    }

    package func withExclusiveAccess<T: Sendable>(
        to incident: IncidentID,
        _ body: @Sendable () async throws -> T
    ) async throws -> T {
        try await claims.hold(incident, while: body)
    }

    private func ids(_ sql: String, _ arguments: StatementArguments) async throws -> [IncidentID] {
        try await read { db in
            try String.fetchAll(db, sql: sql, arguments: arguments).compactMap(IncidentID.init)
        }
    }

    private func read<T: Sendable>(_ work: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await transaction { continuation in
            queue.asyncRead { db in continuation.resume(with: Result { try work(db.get()) }) }
        }
    }

    private func write<T: Sendable>(_ work: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await transaction { continuation in
            queue.asyncWrite(work) { _, result in continuation.resume(with: result) }
        }
    }

    /// Waits for a transaction on the store's own queue.
    ///
    /// Not by GRDB's async methods: those roll back when the task is cancelled, and what was done to AWS has to be
    /// recorded then more than ever.
    private func transaction<T: Sendable>(
        _ start: (CheckedContinuation<T, any Error>) -> Void
    ) async throws -> T {
        do {
            return try await withCheckedThrowingContinuation(start)
        } catch let error as DatabaseError {
            throw IncidentLogError(error, store: path)
        }
    }
}
