internal import Crypto
internal import Foundation
internal import Synchronization

/// Signing keys at hand: one is good for a day, a region and a service, and takes four HMACs to make.
final class SigningKeys: Sendable {
    private struct Scope: Hashable {
        var accessKeyID: String
        /// A secret set right under the same id must not be signed with the old one's key.
        var secretAccessKey: String
        var day: String
        var region: String
        var service: String
    }
    /// A controller of many accounts meets a few keys for each in an hour; past this many all are made anew.
    private static let limit = 1_000
    private let keys = Mutex<[Scope: SymmetricKey]>([:])

    func key(credentials: Credentials, day: String, region: String, service: String) -> SymmetricKey {
        let scope = Scope(
            accessKeyID: credentials.accessKeyID,
            secretAccessKey: credentials.secretAccessKey,
            day: day,
            region: region,
            service: service
        )
        if let key = keys.withLock({ $0[scope] }) { return key }
        var key = SymmetricKey(data: Data("AWS4\(credentials.secretAccessKey)".utf8))
        for part in [day, region, service, "aws4_request"] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Data(part.utf8), using: key))
        }
        let made = key
        keys.withLock {
            if $0.count >= Self.limit { $0.removeAll() }
            $0[scope] = made
        }
        return made
    }
}
