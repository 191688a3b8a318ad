import Foundation
import Incidents
import Testing

struct StoredEventTests {
    @Test("the hash covers every field")
    func hashCoversEverything() throws {
        let event = try StoredEvent(.note(1), incident: .first, after: .init(sequence: 1, hash: "abc"))
        #expect(event.hash == event.computedHash)
        let fields: [WritableKeyPath<StoredEvent, String>] = [
            \.incident, \.at, \.actor, \.type, \.body, \.previousHash,
        ]
        for field in fields {
            var changed = event
            changed[keyPath: field] += "0"
            #expect(changed.computedHash != event.hash)
        }
        var changed = event
        changed.sequence += 1
        #expect(changed.computedHash != event.hash)
    }

    /// Made by `printf` and `sha256sum`: what is stored today has to verify in every later version.
    @Test("the hash is the one of the documented text")
    func knownHash() throws {
        let event = try StoredEvent(.note(1), incident: .first, after: .none)
        #expect(event.body == #"{"run":1,"success":true}"#)
        #expect(event.at == "2026-11-24T12:00:00.000Z")
        #expect(event.hash == "a97e478efcf7aa2ac2522d844286fa5540e3e95c12d3ab0ce749da4ea836507e")
    }

    @Test("an event's body is the one at hand when there is one")
    func decoding() throws {
        let event = try StoredEvent(.note(1), incident: .first, after: .none)
        #expect(try event.decoded() == event.decoded(as: .note(1)))
        #expect(try event.decoded().at == .noon)
    }

    @Test("a time that is none is damage, not a crash")
    func damagedTime() throws {
        var event = try StoredEvent(.note(1), incident: .first, after: .none)
        event.at = "noon"
        let error = #expect(throws: IncidentLogError.self) { try event.decoded() }
        #expect(error == .damaged(.first, sequence: 1, reason: "its time is not an ISO 8601 date: noon"))
    }
}
