internal import Glibc
internal import Incidents

/// A file of which only byte ranges are locked, one byte for each thing to be had alone; it stays empty.
///
/// The locks are open file description locks (fcntl(2), `F_OFD_SETLK`): two descriptors exclude each other inside one
/// process too, the kernel lets go of them when the process ends, however it ends, and, since nothing is ever created
/// or removed for a single lock, nobody can lock a file that somebody else has just unlinked.
struct LockFile: IncidentClaims {
    let path: String

    func hold<T: Sendable>(_ incident: IncidentID, while body: @Sendable () async throws -> T) async throws -> T {
        let descriptor = try open()
        defer { close(descriptor) }  // and with it the lock
        guard try lock(byte(of: incident), in: descriptor, command: Self.setLock) else {
            throw IncidentLogError.busy(incident)
        }
        return try await body()
    }

    /// Runs `body`, which is short, while no other process sets up the store; waits for its turn.
    func holdForSetup<T>(while body: () throws -> T) throws -> T {
        let descriptor = try open()
        defer { close(descriptor) }
        while try !lock(Self.setupByte, in: descriptor, command: Self.setLockAndWait) {}
        return try body()
    }

    /// `F_OFD_SETLK` and `F_OFD_SETLKW` of Linux's fcntl.h, alike on all architectures, which Glibc's module leaves out.
    private static let setLock: CInt = 37
    private static let setLockAndWait: CInt = 38

    /// Past the bytes of all incidents.
    private static let setupByte: off_t = 1 << 62

    /// An incident's byte: its id without the first two of 64 bits, since offsets are signed and the set-up has one.
    /// Two ids that differ in nothing else would be busy together, no more.
    private func byte(of incident: IncidentID) -> off_t {
        off_t(UInt64(incident.rawValue.dropFirst(4), radix: 16)! % UInt64(Self.setupByte))
    }

    private func open() throws -> CInt {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("open") }
        return descriptor
    }

    /// False when another holds the byte or a signal came while waiting for it.
    private func lock(_ byte: off_t, in descriptor: CInt, command: CInt) throws -> Bool {
        var range = flock()
        range.l_type = CShort(F_WRLCK)
        range.l_whence = CShort(SEEK_SET)
        range.l_start = byte
        range.l_len = 1
        if fcntl(descriptor, command, &range) == 0 { return true }
        guard [EAGAIN, EACCES, EINTR].contains(errno) else { throw failure("lock") }
        return false
    }

    private func failure(_ verb: String) -> IncidentLogError {
        .unavailable(
            "cannot \(verb) \(path), which keeps two processes from working on one incident: "
                + "\(String(cString: strerror(errno))); make its folder writable for this user"
        )
    }
}
