package import Foundation

/// One request, ready to be sent: nothing in it is encoded, normalised or followed any further.
package struct HTTPRequest: Sendable {
    package var method: String
    /// Percent-encoded already; sent byte for byte.
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: Data
    package var timeouts: Timeouts
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
    package var connect: Duration
    package var firstByte: Duration
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

/// An answer, complete.
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

/// Headers in the order they came. Names are told apart without regard to case.
package struct HTTPHeaders: Sendable, ExpressibleByDictionaryLiteral {
    package private(set) var fields: [(name: String, value: String)]

    package init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    package init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { (name: $0.0, value: $0.1) }
    }

    /// The value; those of a repeated header joined with commas. Nil when there is none.
    package subscript(name: String) -> String? {
        let wanted = name.lowercased()
        let values = fields.filter { $0.name.lowercased() == wanted }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }
}

/// Sends requests, each once.
package protocol HTTPTransport: Sendable {
    /// Answers of every status come back as such. Throws `TransportError` when no whole answer came.
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}

/// Why a request got no answer.
package struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let couldNotResolve = Code(rawValue: "couldNotResolve")
        package static let couldNotConnect = Code(rawValue: "couldNotConnect")
        package static let connectTimedOut = Code(rawValue: "connectTimedOut")
        package static let timedOut = Code(rawValue: "timedOut")
        package static let tls = Code(rawValue: "tls")
        package static let connectionLost = Code(rawValue: "connectionLost")
        package static let tooLarge = Code(rawValue: "tooLarge")
        package static let invalidRequest = Code(rawValue: "invalidRequest")
        package static let cancelled = Code(rawValue: "cancelled")
        package static let addressRefused = Code(rawValue: "addressRefused")
        package static let other = Code(rawValue: "other")
    }

    package var code: Code
    package var message: String
    package var host: String
    /// False only when the request surely never left.
    package var requestMayHaveBeenSent: Bool

    package init(code: Code, message: String, host: String, requestMayHaveBeenSent: Bool) {
        self.code = code
        self.message = message
        self.host = host
        self.requestMayHaveBeenSent = requestMayHaveBeenSent
    }

    package var description: String { "\(host): \(message)" }
}
