package import AWS
internal import Foundation
internal import Incidents

/// The policy that narrows a role session.
package enum SessionPolicy {
    /// AssumeRole's limit of a session policy in characters (STS API reference, AssumeRole).
    package static let limit = 2048

    /// A policy that allows exactly the permissions that `operations` declare.
    ///
    /// - Throws: `ResponseError` when it would be too long to pass; then no session is opened.
    package static func document(_ operations: [any AWSOperation.Type]) throws -> String {
        let permissions = Set(operations.flatMap { $0.permissions }).sorted()
        let document: JSONValue = [
            "Version": "2012-10-17",
            "Statement": [["Effect": "Allow", "Action": .strings(permissions), "Resource": "*"]],
        ]
        let text = document.canonical
        guard text.utf8.count <= limit else {
            throw ResponseError(
                "the session policy for \(permissions.count) permissions has \(text.utf8.count) characters, AWS takes "
                    + "\(limit): split the playbook's steps"
            )
        }
        return text
    }
}
