package import Foundation

/// One request, ready to be sent: nothing in it is encoded, normalised or followed any further.
package struct HTTPRequest: Sendable {
    package var method: String
    /// An `http` or `https` URL without credentials or fragment, percent-encoded already; sent byte for byte.
    package var url: String
    /// Sent in this order. Length and framing (`content-length`, `transfer-encoding`) are the transport's to write.
    package var headers: [(name: String, value: String)]
    package var body: Data
    package var timeouts: Timeouts
    /// A longer answer is an error, found while it streams in.
    package var maxResponseBytes: Int

    package init(
        method: String,
        url: String,
        headers: [(name: String, value: String)] = [],
        body: Data = Data(),
        timeouts: Timeouts = Timeouts(),
        maxResponseBytes: Int = 64 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeouts = timeouts
        self.maxResponseBytes = maxResponseBytes
    }
}

/// How long the parts of an exchange may take.
package struct Timeouts: Hashable, Sendable {
    /// For resolving the name, connecting and the TLS handshake.
    package var connect: Duration
    /// From the call until the answer's first header, connecting and waiting for a free connection included.
    package var firstByte: Duration
    /// From the call until the answer's last byte.
    package var whole: Duration

    package init(
        connect: Duration = .seconds(5),
        firstByte: Duration = .seconds(30),
        whole: Duration = .seconds(60)
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.whole = whole
    }
}

/// An answer, complete. Redirects are answers like any other.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var headers: HTTPHeaders
    package var body: Data

    package init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Headers in the order they came. Names are told apart without regard to case (RFC 9110, section 5.1).
package struct HTTPHeaders: Sendable {
    package private(set) var fields: [(name: String, value: String)]

    package init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    /// The value; those of a repeated header joined with commas (RFC 9110, section 5.2). Nil when there is none.
    package subscript(name: String) -> String? {
        let values = fields.filter { Self.same($0.name, name) }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    mutating func append(name: String, value: String) { fields.append((name, value)) }

    /// Adds to the last value what an obsolete folded line (RFC 9112, section 5.2) continues it with.
    mutating func continueLast(with text: String) {
        guard !fields.isEmpty else { return }
        fields[fields.count - 1].value += " " + text
    }

    static func same(_ a: String, _ b: String) -> Bool {
        func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 32 : byte }
        return a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).allSatisfy { lower($0) == lower($1) }
    }
}

/// Sends requests, each once: what may have been carried out is never sent again by itself.
package protocol HTTPTransport: Sendable {
    /// Answers of every status come back as such. Throws `TransportError` when no whole answer came.
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
