/// Why a request got no answer. Holds no part of the request but the host: a URL or header may be a secret.
package struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
    package var code: Code
    /// What happened and what to do about it, for people.
    package var message: String
    /// The host the request was for, with the port when the URL names one; empty when there is none to speak of.
    package var host: String
    /// False only when the request surely never left: a write may then be repeated.
    package var requestMayHaveBeenSent: Bool

    package init(code: Code, message: String, host: String, requestMayHaveBeenSent: Bool) {
        self.code = code
        self.message = message
        self.host = host
        self.requestMayHaveBeenSent = requestMayHaveBeenSent
    }

    package var description: String { host.isEmpty ? message : "\(host): \(message)" }

    /// What kind of failure it is, to decide by.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// The host's name, or the proxy's, has no address.
        package static let couldNotResolve = Code(rawValue: "couldNotResolve")
        /// Nothing took the connection, or it broke before the request was written.
        package static let couldNotConnect = Code(rawValue: "couldNotConnect")
        /// `Timeouts.connect` ran out.
        package static let connectTimedOut = Code(rawValue: "connectTimedOut")
        /// `Timeouts.firstByte` or `Timeouts.whole` ran out.
        package static let timedOut = Code(rawValue: "timedOut")
        /// The TLS handshake failed: a certificate not trusted, not valid for the host, or no protocol in common.
        package static let tls = Code(rawValue: "tls")
        /// The connection broke, or was closed before the whole answer had come.
        package static let connectionLost = Code(rawValue: "connectionLost")
        /// The answer is longer than allowed.
        package static let tooLarge = Code(rawValue: "tooLarge")
        /// The request cannot be sent as it is.
        package static let invalidRequest = Code(rawValue: "invalidRequest")
        /// The task was cancelled, or the transport shut down.
        package static let cancelled = Code(rawValue: "cancelled")
        /// The host's address is one that the address filter refuses.
        package static let addressRefused = Code(rawValue: "addressRefused")
        /// Anything else, such as an answer that is not HTTP.
        package static let other = Code(rawValue: "other")
    }
}
