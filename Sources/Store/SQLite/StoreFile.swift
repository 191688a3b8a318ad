internal import Foundation
internal import Glibc
internal import Incidents

/// The store's file, before SQLite sees it.
enum StoreFile {
    /// Makes sure that there is a file to open, empty if it is new, and returns its path, absolute and without symbolic
    /// links: everybody who shares the file then finds the same lock file beside it.
    ///
    /// Findings name people and machines, so that what is created is for this user alone: folders 0700, the file 0600
    /// (SQLite gives its `-wal` and `-shm` files the same).
    ///
    /// - Throws: `IncidentLogError.unavailable` with the path and what to do.
    static func prepare(_ path: String) throws -> String {
        guard !path.isEmpty else { throw IncidentLogError.unavailable("the store has no path; name a file") }
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty { try createFolder(folder, for: path) }
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
            synchronize(folder)
        } else if errno == EEXIST {
            // An existing file is not opened here: closing it would drop the locks that SQLite holds on it for another
            // connection of this process (https://www.sqlite.org/howtocorrupt.html, 2.2).
            try check(path)
        } else {
            throw failure(path, errno)
        }
        guard let resolved = realpath(path, nil) else { throw failure(path, errno) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func check(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw failure(path, status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        guard access(path, R_OK | W_OK) == 0 else { throw failure(path, errno) }
    }

    private static func createFolder(_ folder: String, for path: String) throws {
        if mkdir(folder, 0o700) == 0 {
            synchronize((folder as NSString).deletingLastPathComponent)
            return
        }
        if errno == EEXIST { return }
        let parent = (folder as NSString).deletingLastPathComponent
        guard errno == ENOENT, !parent.isEmpty, parent != folder else { throw failure(path, errno) }
        try createFolder(parent, for: path)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure(path, errno) }
        synchronize(parent)
    }

    /// Makes a new entry of a folder survive a power cut. Some file systems cannot; SQLite does not insist either.
    private static func synchronize(_ folder: String) {
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func failure(_ path: String, _ code: CInt) -> IncidentLogError {
        let advice =
            switch code {
            case EISDIR: "name a file in it instead, such as \(path)/cordon.db"
            case EACCES, EPERM: "give this user write access to it and its folder, or choose another file"
            case EROFS: "the file system is mounted read-only; choose another file"
            case ENOSPC, EDQUOT: "free some space and run the command again"
            case ENOTDIR: "a part of the path is a file, not a folder; choose another path"
            default: "choose another file"
            }
        let reason = code == EINVAL ? "not a regular file" : String(cString: strerror(code))
        return .unavailable("cannot open the store \(path): \(reason); \(advice)")
    }
}
