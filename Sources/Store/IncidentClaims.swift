internal import Incidents

/// Exclusive access to single incidents, across whoever shares the store.
protocol IncidentClaims: Sendable {
    /// Runs `body` while nobody else holds the incident.
    ///
    /// - Throws: `IncidentLogError.busy` at once when somebody does.
    func hold<T: Sendable>(_ incident: IncidentID, while body: @Sendable () async throws -> T) async throws -> T
}
