internal import Foundation
internal import Synchronization

/// By how much this machine's clock is off from each host's, learned from refused signatures.
final class ClockSkew: Sendable {
    /// AWS refuses signatures from five minutes on; less than this is not why one was refused.
    private static let tolerance: TimeInterval = 240
    private let offsets = Mutex<[String: TimeInterval]>([:])

    /// Seconds to add to this machine's time.
    func offset(host: String) -> TimeInterval { offsets.withLock { $0[host, default: 0] } }

    /// Takes the server's time over. False when the time that was signed was right enough, so that signing again
    /// would be refused again.
    func correct(host: String, signedAt: Date, now: Date, serverTime: Date) -> Bool {
        guard abs(serverTime.timeIntervalSince(signedAt)) >= Self.tolerance else { return false }
        offsets.withLock { $0[host] = serverTime.timeIntervalSince(now) }
        return true
    }
}
