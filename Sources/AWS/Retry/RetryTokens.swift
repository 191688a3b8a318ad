internal import Synchronization

/// A budget of repetitions for each host: while most calls fail, repeating them all would make it worse. Full at 500,
/// a repetition takes 14 (5 after throttling) and gives them back when it succeeds.
final class RetryTokens: Sendable {
    static let capacity = 500
    private let spent = Mutex<[String: Int]>([:])

    static func cost(_ reason: RetryPolicy.Reason) -> Int { reason == .throttled ? 5 : 14 }

    /// False when the host's budget is used up.
    func take(_ cost: Int, host: String) -> Bool {
        spent.withLock {
            guard $0[host, default: 0] + cost <= Self.capacity else { return false }
            $0[host, default: 0] += cost
            return true
        }
    }

    /// A call succeeded: what its last repetition took comes back; a call at the first attempt gives back one.
    func refund(_ cost: Int?, host: String) {
        spent.withLock { spent in
            guard let used = spent[host] else { return }
            let left = used - (cost ?? 1)
            spent[host] = left > 0 ? left : nil
        }
    }
}
