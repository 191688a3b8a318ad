internal import Foundation

/// An event as a store keeps it: plain text, so that what is hashed is exactly what is kept.
///
/// Every store writes and reads these fields; the way from an `EventBody` to them and back is here alone.
package struct StoredEvent: Sendable, Hashable {
    package var incident: String
    /// From 1, without gaps.
    package var sequence: Int
    /// ISO 8601 in UTC with milliseconds.
    package var at: String
    /// One line.
    package var actor: String
    /// `finding.received`, `change.intended`, …; one line.
    package var type: String
    /// The body as canonical JSON.
    package var body: String
    /// The hash of event `sequence - 1`; empty for the first.
    package var previousHash: String
    /// 64 hexadecimal digits: `Event.hash` over all of the above.
    package var hash: String

    package init(
        incident: String,
        sequence: Int,
        at: String,
        actor: String,
        type: String,
        body: String,
        previousHash: String,
        hash: String
    ) {
        self.incident = incident
        self.sequence = sequence
        self.at = at
        self.actor = actor
        self.type = type
        self.body = body
        self.previousHash = previousHash
        self.hash = hash
    }

    /// The next event of a chain.
    ///
    /// Control characters in the actor and the type become spaces: the hash tells fields apart by newlines.
    ///
    /// - Throws: `IncidentLogError.unavailable` when the body holds what JSON cannot, such as an infinite number.
    package init(_ event: NewEvent, incident: IncidentID, after head: ChainVerdict.Head) throws(IncidentLogError) {
        let body: String
        do {
            body = try event.body.json.canonical
        } catch {
            throw .unavailable("incident \(incident): \(event.body.type) cannot be written as JSON: \(error)")
        }
        self.init(
            incident: incident.rawValue,
            sequence: head.sequence + 1,
            at: event.at.iso8601,
            actor: event.actor.oneLine,
            type: event.body.type.oneLine,
            body: body,
            previousHash: head.hash,
            hash: ""
        )
        hash = computedHash
    }

    /// What `hash` has to be, computed from the other fields.
    package var computedHash: String {
        Event.hash(
            incident: incident,
            sequence: sequence,
            at: at,
            actor: actor,
            type: type,
            body: body,
            previousHash: previousHash
        )
    }

    /// The event, read back.
    ///
    /// A type that this version does not know, or whose body it cannot read, becomes `.unknown`: one odd event does
    /// not make an incident unreadable. Hashes are not checked; `ChainVerdict` does that.
    ///
    /// - Parameter known: the body, when the caller has it at hand: saves parsing it.
    /// - Throws: `IncidentLogError.damaged` when the time is none or the body is not JSON.
    package func decoded(as known: EventBody? = nil) throws(IncidentLogError) -> Event {
        guard let incident = IncidentID(rawValue: incident) else {
            throw .unavailable("the store holds an event of \"\(incident)\", which is not an incident id")
        }
        guard let at = Date(iso8601: at) else {
            throw .damaged(incident, sequence: sequence, reason: "its time is not an ISO 8601 date: \(at)")
        }
        let body = if let known { known } else { try parsedBody(of: incident) }
        return Event(
            incident: incident,
            sequence: sequence,
            at: at,
            actor: actor,
            body: body,
            previousHash: previousHash,
            hash: hash
        )
    }

    private func parsedBody(of incident: IncidentID) throws(IncidentLogError) -> EventBody {
        do {
            let json = try JSONValue(parsing: Data(body.utf8))
            return (try? EventBody(type: type, json: json)) ?? .unknown(type: type, body: json)
        } catch {
            throw .damaged(incident, sequence: sequence, reason: "its body is not JSON: \(error)")
        }
    }
}

extension String {
    fileprivate var oneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
