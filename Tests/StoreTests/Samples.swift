import Foundation
import Incidents

extension IncidentID {
    static let first = IncidentID(rawValue: "inc-0000000000000001")!
    static let second = IncidentID(rawValue: "inc-0000000000000002")!
    static let third = IncidentID(rawValue: "inc-ffffffffffffffff")!
}

extension Date {
    static let noon = Date(iso8601: "2026-11-24T12:00:00.000Z")!
}

extension NewEvent {
    static func note(_ number: Int, minutes: Int = 0) -> NewEvent {
        NewEvent(at: .noon.addingTimeInterval(Double(minutes) * 60), actor: "cli:ana", body: .note(number))
    }

    static func received(_ finding: EventBody.FindingReceived, at: Date = .noon) -> NewEvent {
        NewEvent(at: at, actor: "cordon", body: .findingReceived(finding))
    }
}

extension EventBody {
    static func note(_ number: Int) -> EventBody { .runFinished(.init(run: number, success: true)) }
}

extension EventBody.FindingReceived {
    static func sample(_ id: String, severity: Double = 8, references: [String] = []) -> Self {
        let json: JSONValue = [
            "findingID": .string(id), "accountID": "333333333333", "region": "eu-west-1",
            "type": "Backdoor:EC2/C&CActivity.B", "severity": 8, "level": "CRITICAL", "title": "C&C", "count": 1,
            "updatedAt": "2026-11-24T11:59:58.250Z", "sample": false, "archived": false, "resourceType": "Instance",
            "references": .strings(references), "finding": ["id": .string(id), "severity": .double(8.25)],
        ]
        var finding: Self = try! json.decode()
        finding.severity = severity
        return finding
    }
}

extension IncidentLog {
    /// Appends after whatever is there, reading again until nobody else is faster.
    func appendEventually(_ event: NewEvent, to incident: IncidentID) async throws {
        while true {
            do {
                try await append([event], to: incident, after: events(of: incident).count)
                return
            } catch IncidentLogError.conflict {}
        }
    }
}

/// Runs a test with the path of a folder of its own.
func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cordon-store-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}
