internal import GRDB
internal import Incidents

/// The SQL of single incidents; every function runs inside the caller's transaction.
extension SQLiteIncidentLog {
    static func head(of incident: IncidentID, in db: Database) throws -> ChainVerdict.Head {
        let statement = try db.cachedStatement(sql: "SELECT lastSequence, headHash FROM incident WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [incident.rawValue]) else { return .none }
        return ChainVerdict.Head(sequence: row[0], hash: row[1])
    }

    static func rows(of incident: IncidentID, in db: Database) throws -> [StoredEvent] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT incident, sequence, at, actor, type, body, previousHash, hash FROM event
                WHERE incident = ? ORDER BY sequence
                """
        )
        return try Row.fetchAll(statement, arguments: [incident.rawValue]).map { row in
            StoredEvent(
                incident: row[0],
                sequence: row[1],
                at: row[2],
                actor: row[3],
                type: row[4],
                body: row[5],
                previousHash: row[6],
                hash: row[7]
            )
        }
    }

    /// Writes new events, which follow from the incident's last, and what the incident can be looked up by from now on.
    static func insert(
        _ rows: [StoredEvent],
        of incident: IncidentID,
        references: Set<String>,
        in db: Database
    ) throws {
        guard let first = rows.first, let last = rows.last else { return }
        try db.cachedStatement(
            sql: """
                INSERT INTO incident (id, created, updated, lastSequence, headHash) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE
                SET updated = excluded.updated, lastSequence = excluded.lastSequence, headHash = excluded.headHash
                """
        ).execute(arguments: [incident.rawValue, first.at, last.at, last.sequence, last.hash])

        let event = try db.cachedStatement(
            sql: """
                INSERT INTO event (incident, sequence, at, actor, type, body, previousHash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for row in rows {
            try event.execute(
                arguments: [
                    row.incident, row.sequence, row.at, row.actor, row.type, row.body, row.previousHash, row.hash,
                ]
            )
        }
        let reference = try db.cachedStatement(
            sql: "INSERT INTO reference (reference, incident) VALUES (?, ?) ON CONFLICT DO NOTHING"
        )
        for name in references { try reference.execute(arguments: [name, incident.rawValue]) }
    }
}
