internal import Incidents
internal import Synchronization

/// Claims among the tasks of one process, for a log that lives in memory.
final class MemoryClaims: IncidentClaims {
    private let held = Mutex<Set<IncidentID>>([])

    func hold<T: Sendable>(_ incident: IncidentID, while body: @Sendable () async throws -> T) async throws -> T {
        guard held.withLock({ $0.insert(incident).inserted }) else { throw IncidentLogError.busy(incident) }
        defer { held.withLock { _ = $0.remove(incident) } }
        return try await body()
    }
}
