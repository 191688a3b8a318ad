internal import Crypto
internal import Foundation

/// An operation in bytes, made once: what every attempt at it signs and sends.
struct PreparedRequest: Sendable {
    var route: Route
    var body: Data
    /// SHA-256 of the body.
    private let bodyHash: SHA256.Digest
    /// Headers beside those of the route: a form's type, S3's checksums.
    private var extraHeaders: [(name: String, value: String)] = []

    var payloadHash: String { bodyHash.hex }

    init<O: AWSOperation>(_ operation: O) throws {
        route = operation.route
        let service = O.service
        switch operation.payload {
        case .none:
            body = Data()
        case .form:
            let style: FormEncoder.Style = service.wireProtocol == .ec2 ? .ec2 : .query
            body = try FormEncoder(style: style).encode(operation, action: O.name, version: service.version)
            extraHeaders.append(("content-type", "application/x-www-form-urlencoded; charset=utf-8"))
        case .xml(let root, let document):
            body = try XMLEncoder().encode(document, root: root)
        case .raw(let bytes):
            body = bytes
        }
        bodyHash = SHA256.hash(data: body)
        if service.wireProtocol == .restXML {
            extraHeaders.append(("x-amz-content-sha256", bodyHash.hex))
            if !body.isEmpty {
                // S3 demands a checksum with the calls that change a bucket's configuration; MD5 is not there under FIPS.
                extraHeaders.append(("x-amz-sdk-checksum-algorithm", "SHA256"))
                extraHeaders.append(("x-amz-checksum-sha256", Data(bodyHash).base64EncodedString()))
            }
        }
    }

    /// The sub-resource as a query item.
    var query: [(name: String, value: String)] {
        route.subresource.map { [(name: $0.percentEncoded(), value: "")] } ?? []
    }

    /// The headers that every attempt has in common, `host` first.
    func headers(host: String) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = [("host", host)]
        headers += extraHeaders
        for name in route.headers.keys.sorted() { headers.append((name, route.headers[name, default: ""])) }
        return headers
    }
}
