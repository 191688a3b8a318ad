import Foundation
import Incidents
import Testing

/// A file of `Findings/`: findings of the shapes that AWS delivers, with made-up accounts and ids.
struct Fixture {
    let name: String

    var data: Data {
        get throws {
            let folder = try #require(Bundle.module.url(forResource: "Findings", withExtension: nil))
            return try Data(contentsOf: folder.appending(path: name))
        }
    }

    var json: JSONValue { get throws { try JSONValue(parsing: data) } }

    func decode() throws -> [Finding] { try FindingDecoder().decode(data, source: name) }

    /// The one finding of `resource-NAME.json`.
    static func resource(_ name: String) throws -> Finding {
        let findings = try Fixture(name: "resource-\(name).json").decode()
        return try #require(findings.count == 1 ? findings.first : nil)
    }

    /// The bare JSON of `resource-instance.json`, to be spoilt.
    static var instance: JSONValue { get throws { try Fixture(name: "resource-instance.json").json } }
}

/// What the decoder says of bytes that hold no usable finding.
func refusal(_ data: Data, source: String = "input") -> String? {
    do {
        _ = try FindingDecoder().decode(data, source: source)
        return nil
    } catch {
        return error.description
    }
}

func refusal(_ text: String) -> String? { refusal(Data(text.utf8)) }
func refusal(_ json: JSONValue) -> String? { refusal(json.data) }
