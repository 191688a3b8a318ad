import Foundation
import Incidents
import Testing

extension IncidentLogConformance {
    static let keeping: [Requirement] = [
        Requirement("every known type reads back as itself") { log in
            let bodies: [EventBody] = [
                .findingReceived(.sample("f-1")),
                .gated(.init(verdict: .wait, mode: .approve, reasons: ["mode approve"])),
                .changeIntended(.init(change: "c-1", direction: .apply)),
                .changeDone(.init(change: "c-1", direction: .apply, outcome: .done, outputs: ["group_id": "sg-1"])),
                .stepFinished(.init(run: 1, step: "isolate", success: false, error: "denied")),
                .runFinished(.init(run: 1, success: false)),
                .rollbackStarted(.init(reason: "asked", requested: true, force: true, changes: ["c-1"])),
                .rollbackFinished(.init(success: true)),
            ]
            try await log.append(
                bodies.map { NewEvent(at: .noon, actor: "cli:ana", body: $0) },
                to: .first,
                after: 0
            )
            #expect(try await log.events(of: .first).map(\.body) == bodies)
        },
        Requirement("an event of a later version survives byte for byte") { log in
            let body: JSONValue = [
                "text": "tab\t, quote \", backslash \\, NUL \0, DEL \u{7F}, é as e\u{301}, 🔒, U+2028 \u{2028}",
                "numbers": [.int(.max), .int(.min), .double(0.1), .double(-1.5e300), 0],
                "nested": [["deep": [nil, true, [], [:]]]],
                "": "an empty key",
            ]
            let event = NewEvent(at: .noon, actor: "cordon", body: .unknown(type: "approval.granted", body: body))
            try await log.append([event], to: .first, after: 0)

            let kept = try #require(try await log.events(of: .first).first)
            #expect(kept.body == event.body)
            #expect(try kept.body.json.canonical.utf8.elementsEqual(body.canonical.utf8))
            #expect(try await log.verify(.first) == .intact(count: 1, head: kept.hash))
        },
        Requirement("a known type with a body that is none of its own becomes unknown") { log in
            let odd = EventBody.unknown(type: "change.done", body: ["change": 7, "since": "version 9"])
            try await log.append(
                [.note(1), NewEvent(at: .noon, actor: "cordon", body: odd), .note(3)],
                to: .first,
                after: 0
            )
            #expect(try await log.events(of: .first).map(\.body) == [.note(1), odd, .note(3)])
        },
        Requirement("an actor or a type with control characters is kept in one line") { log in
            let event = NewEvent(
                at: .noon,
                actor: "cli:eve\r\nfinding.received\0'; DROP TABLE event; --",
                body: .unknown(type: "x\ny", body: nil)
            )
            let stored = try await log.append([event], to: .first, after: 0)
            #expect(stored[0].actor == "cli:eve  finding.received '; DROP TABLE event; --")
            #expect(try await log.events(of: .first).map(\.actor) == stored.map(\.actor))
            #expect(try await log.events(of: .first).map(\.body) == [.unknown(type: "x y", body: nil)])
            #expect(try await log.verify(.first) == .intact(count: 1, head: stored[0].hash))
        },
        Requirement("times are kept to the millisecond, backwards too") { log in
            let times = [0, 0.001, -0.999, -3600, 86_399.9994].map { Date.noon.addingTimeInterval($0) }
            let stored = try await log.append(
                times.map { NewEvent(at: $0, actor: "cordon", body: .note(1)) },
                to: .first,
                after: 0
            )
            let kept = try await log.events(of: .first)
            #expect(kept == stored)
            for (event, time) in zip(kept, times) { #expect(abs(event.at.timeIntervalSince(time)) <= 0.001) }
        },
        Requirement("a finding of a megabyte is kept") { log in
            let text = String(repeating: "0123456789abcdef", count: 65_536)
            let event = NewEvent(at: .noon, actor: "cordon", body: .unknown(type: "big", body: ["text": .string(text)]))
            try await log.append([event], to: .first, after: 0)
            #expect(try await log.events(of: .first).map(\.body) == [event.body])
        },
    ]

    static let lookingUp: [Requirement] = [
        Requirement("an incident is found by its id and by everything its findings refer to") { log in
            let finding = EventBody.FindingReceived.sample("f-1", references: ["f-1", "arn:aws:x", "i-1", "", "i-1"])
            try await log.append([.received(finding)], to: .first, after: 0)
            try await log.append([.received(.sample("f-2", references: ["f-2"]))], to: .second, after: 0)

            for reference in [IncidentID.first.rawValue, "f-1", "arn:aws:x", "i-1"] {
                #expect(try await log.incidents(referring: reference) == [.first], "\(reference)")
            }
            for reference in ["", "f-", "F-1", "i-%", "i-*", "' OR 1=1 --", IncidentID.third.rawValue] {
                #expect(try await log.incidents(referring: reference) == [], "\(reference)")
            }
        },
        Requirement("a later version of the finding adds what it refers to") { log in
            try await log.append([.received(.sample("f-1", references: ["i-1"]))], to: .first, after: 0)
            try await log.append([.received(.sample("f-1", references: ["i-1", "i-2"]))], to: .first, after: 1)
            #expect(try await log.incidents(referring: "i-1") == [.first])
            #expect(try await log.incidents(referring: "i-2") == [.first])
        },
        Requirement("a writer that lost a conflict adds no reference") { log in
            try await log.append([.note(1)], to: .first, after: 0)
            _ = try? await log.append([.received(.sample("f-1", references: ["i-1"]))], to: .first, after: 0)
            #expect(try await log.incidents(referring: "i-1") == [])
        },
        Requirement("incidents that share a reference come newest first") { log in
            let finding = EventBody.FindingReceived.sample("f-1", references: ["i-1"])
            for (minutes, id) in [(1, IncidentID.second), (3, .first), (2, .third)] {
                let at = Date.noon.addingTimeInterval(Double(minutes) * 60)
                try await log.append([.received(finding, at: at)], to: id, after: 0)
            }
            #expect(try await log.incidents(referring: "i-1") == [.first, .third, .second])
        },
        Requirement("the list of incidents begins with the latest event and ends at the limit") { log in
            for (minutes, id) in [(1, IncidentID.second), (2, .first), (3, .third)] {
                try await log.append([.note(1, minutes: minutes)], to: id, after: 0)
            }
            try await log.append([.note(2, minutes: 4)], to: .second, after: 1)

            #expect(try await log.incidents(limit: 10) == [.second, .third, .first])
            #expect(try await log.incidents(limit: 2) == [.second, .third])
            #expect(try await log.incidents(limit: 0) == [])
            #expect(try await log.incidents(limit: -1) == [])
        },
    ]

    static let claiming: [Requirement] = [
        Requirement("an incident that is being worked on is busy at once, for tasks of this process too") { log in
            _ = try await log.withExclusiveAccess(to: .first) {
                await #expect(throws: IncidentLogError.busy(.first)) {
                    try await log.withExclusiveAccess(to: .first) {}
                }
                let other = Task { try await log.withExclusiveAccess(to: .first) {} }
                await #expect(throws: IncidentLogError.busy(.first)) { try await other.value }
            }
        },
        Requirement("other incidents stay free, and so do reading and appending") { log in
            let inner = try await log.withExclusiveAccess(to: .first) {
                try await log.withExclusiveAccess(to: .second) {
                    try await log.append([.note(1)], to: .first, after: 0)
                }
            }
            #expect(try await log.events(of: .first) == inner)
        },
        Requirement("a claim ends with the work, whether it succeeds or fails") { log async throws in
            struct Failure: Error {}
            await #expect(throws: Failure.self) {
                try await log.withExclusiveAccess(to: .first) { throw Failure() }
            }
            for expected in 1...3 {
                #expect(try await log.withExclusiveAccess(to: .first) { expected } == expected)
            }
        },
    ]
}
