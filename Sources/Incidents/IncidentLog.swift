/// Where incidents' events are kept: append-only, chained, under optimistic concurrency.
///
/// Every implementation passes the same conformance suite.
package protocol IncidentLog: Sendable {
    /// Appends events durably, all or none: when this returns, they survive a power cut.
    ///
    /// - Parameter sequence: the last sequence number that the writer has seen (0 for a new incident).
    /// - Returns: the events as stored.
    /// - Throws: `IncidentLogError.conflict` when somebody else appended since.
    @discardableResult
    func append(_ events: [NewEvent], to incident: IncidentID, after sequence: Int) async throws -> [Event]

    /// An incident's events in order; empty when there is no such incident.
    ///
    /// Their hashes are not checked: see `verify`.
    func events(of incident: IncidentID) async throws -> [Event]

    /// Whether an incident's events are all there and as they were written; an unknown incident is intact with none.
    func verify(_ incident: IncidentID) async throws -> ChainVerdict

    /// The incidents that `reference` names, newest first: an incident's own id, or anything that its findings refer
    /// to (`FindingReceived.references`).
    func incidents(referring reference: String) async throws -> [IncidentID]

    /// All incidents, the one with the latest event first.
    func incidents(limit: Int) async throws -> [IncidentID]

    /// Runs `body` while no other process or task works on the incident. The claim ends with the process that holds
    /// it, SIGKILL included.
    ///
    /// - Throws: `IncidentLogError.busy` at once when another holds it.
    func withExclusiveAccess<T: Sendable>(
        to incident: IncidentID,
        _ body: @Sendable () async throws -> T
    ) async throws -> T
}

/// Why the log refused.
package enum IncidentLogError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Somebody else appended to the incident since it was read.
    case conflict(IncidentID)
    /// Another process is working on the incident.
    case busy(IncidentID)
    /// The stored events do not hold together; the first event that is wrong, and how.
    case damaged(IncidentID, sequence: Int, reason: String)
    /// The store cannot be opened, read or written.
    case unavailable(String)

    package var description: String {
        switch self {
        case .conflict(let id): "incident \(id) was changed by somebody else meanwhile; run the command again"
        case .busy(let id): "another process is working on incident \(id); wait for it, then run the command again"
        case .damaged(let id, let sequence, let reason): "incident \(id): event \(sequence): \(reason)"
        case .unavailable(let reason): reason
        }
    }
}
