internal import Synchronization

/// The regions of buckets that turned out to be elsewhere than asked, so that only the first call takes the detour.
final class BucketRegions: Sendable {
    private let regions = Mutex<[String: String]>([:])

    subscript(bucket: String) -> String? {
        get { regions.withLock { $0[bucket] } }
        set { regions.withLock { $0[bucket] = newValue } }
    }
}
