package import Foundation
package import Incidents

/// The log of the incident at hand, and its fold: what is appended is durable, and what is known is what the log says.
package struct Journal: Sendable {
    package private(set) var incident: Incident
    private let log: any IncidentLog
    private let actor: String
    private let now: @Sendable () -> Date
    private let observer: @Sendable (Event) -> Void

    /// Reads the incident's log.
    package init(
        _ id: IncidentID,
        log: any IncidentLog,
        actor: String,
        now: @escaping @Sendable () -> Date,
        observer: @escaping @Sendable (Event) -> Void
    ) async throws {
        self.log = log
        self.actor = actor
        self.now = now
        self.observer = observer
        incident = Incident(id: id, events: try await log.events(of: id))
    }

    /// Appends what happened, all or none, before anything else goes on.
    ///
    /// - Throws: `IncidentLogError`; then nothing more may be done to AWS, since it could not be recorded.
    package mutating func append(_ bodies: [EventBody]) async throws {
        guard !bodies.isEmpty else { return }
        let time = now()
        let stored = try await log.append(
            bodies.map { NewEvent(at: time, actor: actor, body: $0) },
            to: incident.id,
            after: incident.sequence
        )
        for event in stored {
            incident.apply(event)
            observer(event)
        }
    }

    package mutating func append(_ body: EventBody) async throws { try await append([body]) }
}
