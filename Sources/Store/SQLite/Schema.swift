internal import GRDB

/// The tables of the SQLite store, as named migrations. A migration that was released is never edited; a change to
/// the tables is another one at the end.
enum Schema {
    /// "Cord", in the file's header (`PRAGMA application_id`): tells our files from other programs' databases.
    static let applicationID: Int32 = 0x436F_7264

    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("2026-08 incident log") { db in
            try db.execute(sql: incidentLog)
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        }
        return migrator
    }()

    /// Whether nobody has made a table yet. The migrator's own does not count: it is there before the first migration.
    static func isEmpty(_ db: Database) throws -> Bool {
        let sql = "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'"
        return try Int.fetchOne(db, sql: sql) == 0
    }

    /// Append-only is a property of the file, not of our good behaviour: triggers refuse whatever is not the next
    /// event of a chain. `INSERT OR REPLACE` runs into the same trigger.
    private static let incidentLog = """
        CREATE TABLE incident (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 20 AND id GLOB 'inc-*'),
            created TEXT NOT NULL,
            updated TEXT NOT NULL,
            -- the last event, remembered here so that a log which lost its tail is noticed
            lastSequence INTEGER NOT NULL CHECK (lastSequence > 0),
            headHash TEXT NOT NULL CHECK (length(headHash) = 64)
        ) STRICT;

        CREATE INDEX incident_updated ON incident (updated);

        CREATE TABLE event (
            incident TEXT NOT NULL REFERENCES incident (id),
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??.???Z'),
            actor TEXT NOT NULL CHECK (instr(actor, char(10)) = 0),
            type TEXT NOT NULL CHECK (instr(type, char(10)) = 0),
            body TEXT NOT NULL CHECK (json_valid(body)),
            previousHash TEXT NOT NULL CHECK (length(previousHash) = iif(sequence = 1, 0, 64)),
            hash TEXT NOT NULL CHECK (length(hash) = 64),
            PRIMARY KEY (incident, sequence)
        ) STRICT;

        -- what incidents can be looked up by, drawn from their findings
        CREATE TABLE reference (
            reference TEXT NOT NULL,
            incident TEXT NOT NULL REFERENCES incident (id),
            PRIMARY KEY (reference, incident)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER event_follows BEFORE INSERT ON event
        WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM event WHERE incident = NEW.incident)
            OR NEW.previousHash <> coalesce(
                (SELECT hash FROM event WHERE incident = NEW.incident AND sequence = NEW.sequence - 1), '')
        BEGIN SELECT RAISE(ABORT, 'an event has to follow from the last one'); END;

        CREATE TRIGGER event_stays BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

        CREATE TRIGGER event_remains BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

        CREATE TRIGGER incident_advances BEFORE UPDATE ON incident
        WHEN NEW.id <> OLD.id OR NEW.created <> OLD.created OR NEW.lastSequence <= OLD.lastSequence
        BEGIN SELECT RAISE(ABORT, 'an incident only advances'); END;

        CREATE TRIGGER incident_remains BEFORE DELETE ON incident
        BEGIN SELECT RAISE(ABORT, 'incidents are never deleted'); END;
        """
}
