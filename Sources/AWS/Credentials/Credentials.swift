package import Foundation

/// An access key, of a user or of a session. Prints its id, never its secrets.
package struct Credentials: Hashable, Sendable {
    package let accessKeyID: String
    package let secretAccessKey: String
    /// Present in temporary credentials.
    package let sessionToken: String?
    /// When temporary credentials end; nil for those that do not.
    package let expiration: Date?

    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expiration: Date? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "Credentials(\(accessKeyID), secrets not shown)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}

extension Credentials: Decodable {
    /// The names in STS's answers.
    enum CodingKeys: String, CodingKey {
        case accessKeyID = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case sessionToken = "SessionToken"
        case expiration = "Expiration"
    }
}

/// Where credentials come from. Asked before every call, so an answer that takes work is cached (`CachedCredentials`).
package protocol CredentialsProvider: Sendable {
    /// Throws `AWSError` with code `noCredentials` when there are none, saying what was looked at.
    func credentials() async throws(AWSError) -> Credentials
}

/// Credentials given outright.
package struct StaticCredentials: CredentialsProvider {
    private let value: Credentials

    package init(_ credentials: Credentials) { value = credentials }

    package func credentials() -> Credentials { value }
}
