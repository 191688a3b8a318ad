internal import Crypto
internal import Foundation

/// Signs requests with AWS Signature Version 4.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>
struct SigV4: Sendable {
    /// What goes over the wire and into the signature, byte for byte the same.
    struct Request: Sendable {
        var method: String
        /// Percent-encoded once.
        var path: String
        /// Percent-encoded names and values.
        var query: [(name: String, value: String)] = []
        /// `host` among them.
        var headers: [(name: String, value: String)]
        /// SHA-256 of the body in hexadecimal, or one of the words that stand for it.
        var payloadHash: String
    }

    var credentials: Credentials
    var region: String
    var service: String
    var date: Date
    /// S3 signs the path as it is sent; every other service signs it encoded a second time.
    var encodesPathTwice: Bool
    var keys: SigningKeys

    /// Headers that proxies and transports set or change, and those that only say which attempt it is.
    private static let unsigned: Set<String> = [
        "amz-sdk-invocation-id", "amz-sdk-request", "authorization", "connection", "content-length", "expect",
        "transfer-encoding", "user-agent", "x-amzn-trace-id",
    ]

    /// The request's headers with `x-amz-date`, `x-amz-security-token` and `authorization` added.
    func signedHeaders(of request: Request) -> [(name: String, value: String)] {
        let time = Timestamp(date)
        var headers = request.headers
        headers.append(("x-amz-date", time.compact))
        if let token = credentials.sessionToken { headers.append(("x-amz-security-token", token)) }
        let (canonicalHeaders, signedNames) = Self.canonicalHeaders(headers)
        let canonicalRequest = """
            \(request.method)
            \(encodesPathTwice ? request.path.percentEncoded(keepingSlashes: true) : request.path)
            \(Self.canonicalQuery(request.query))
            \(canonicalHeaders)

            \(signedNames)
            \(request.payloadHash)
            """
        let scope = "\(time.day8)/\(region)/\(service)/aws4_request"
        let stringToSign = """
            AWS4-HMAC-SHA256
            \(time.compact)
            \(scope)
            \(canonicalRequest.sha256)
            """
        let key = keys.key(credentials: credentials, day: time.day8, region: region, service: service)
        let signature = HMAC<SHA256>.authenticationCode(for: Data(stringToSign.utf8), using: key).hex
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(signedNames), Signature=\(signature)"
        headers.append(("authorization", authorization))
        return headers
    }

    /// Lower-case names in order, values trimmed and their inner spaces collapsed, repeated headers joined by commas.
    private static func canonicalHeaders(_ headers: [(name: String, value: String)]) -> (lines: String, names: String) {
        var values: [String: String] = [:]
        for (name, value) in headers {
            let name = name.lowercased()
            guard !unsigned.contains(name) else { continue }
            let trimmed = value.split(separator: " ").joined(separator: " ")
            values[name] = values[name].map { "\($0),\(trimmed)" } ?? trimmed
        }
        let names = values.keys.sorted()
        return (names.map { "\($0):\(values[$0, default: ""])" }.joined(separator: "\n"), names.joined(separator: ";"))
    }

    private static func canonicalQuery(_ query: [(name: String, value: String)]) -> String {
        query.sorted { ($0.name, $0.value) < ($1.name, $1.value) }.map { "\($0.name)=\($0.value)" }
            .joined(separator: "&")
    }
}
