internal import GRDB
internal import Incidents

extension IncidentLogError {
    /// What SQLite refused, in terms of the file and what to do about it. SQL and its values stay out: events hold
    /// what findings say about people.
    init(_ error: DatabaseError, store path: String) {
        let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        let text =
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                "has been locked by another process for longer than \(Int(SQLiteIncidentLog.busyTimeout)) seconds; "
                    + "wait for that process or end it, then run the command again"
            case .SQLITE_FULL: "is on a disk that is full; free some space and run the command again"
            case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN:
                "cannot be opened for writing: \(reason); give this user write access to it, to the files beside it "
                    + "that begin with its name, and to its folder"
            case .SQLITE_NOTADB: "is not a store: \(reason); choose another file"
            case .SQLITE_CORRUPT:
                "is damaged: \(reason); restore it from a backup, or save what can be read with `sqlite3 FILE .recover`"
            default: "could not be read or written: \(reason)"
            }
        self = .unavailable("the store \(path) \(text)")
    }
}
