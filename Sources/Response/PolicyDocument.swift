internal import Foundation
internal import Incidents

/// IAM and bucket policies as JSON text.
enum PolicyDocument {
    /// S3's limit of a bucket policy, in bytes (S3 user guide, `example-bucket-policies`).
    static let bucketPolicyLimit = 20_480

    struct Merged {
        var document: String
        /// True when the earlier policy had to give way.
        var replaced: Bool
    }

    /// The policy with `statement` added, in place of one with the same `Sid`.
    ///
    /// - Throws: `ResponseError` when the present policy is not a policy, since what cannot be read cannot be kept.
    static func adding(_ statement: JSONValue, to policy: String?) throws -> Merged {
        var document: JSONValue = ["Version": "2012-10-17"]
        if let policy {
            do {
                document = try JSONValue(parsing: Data(policy.utf8))
            } catch {
                throw ResponseError("its present policy is not JSON: \(error)")
            }
        }
        let present: [JSONValue] =
            switch document["Statement"] {
            case .array(let statements): statements
            case .object(let only): [.object(only)]
            default: []
            }
        document["Statement"] = .array(present.filter { $0["Sid"] != statement["Sid"] } + [statement])
        if document.canonical.utf8.count <= bucketPolicyLimit {
            return Merged(document: document.canonical, replaced: false)
        }
        let alone: JSONValue = ["Version": "2012-10-17", "Statement": [statement]]
        return Merged(document: alone.canonical, replaced: true)
    }

    /// Whether two policies mean the same: AWS stores them with other white space, writes a list of one as the one,
    /// and orders lists as it likes.
    static func same(_ a: JSONValue, _ b: JSONValue) -> Bool {
        a == b || (normal(a) == normal(b) && !a.isNull && !b.isNull)
    }

    private static func normal(_ policy: JSONValue) -> JSONValue {
        guard let text = policy.string, let document = try? JSONValue(parsing: Data(text.utf8)) else { return policy }
        return simplified(document)
    }

    private static func simplified(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements) where elements.count == 1: simplified(elements[0])
        case .array(let elements):
            .array(elements.map(simplified).sorted { $0.canonical < $1.canonical })
        case .object(let members): .object(members.mapValues(simplified))
        default: value
        }
    }
}
