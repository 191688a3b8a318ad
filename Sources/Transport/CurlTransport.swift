internal import CCurl
internal import Foundation

/// HTTP/1.1 and HTTP/2 by libcurl: its multi interface on one thread of its own, behind an async face.
///
/// Connections are kept and used again, HTTP/2 is spoken where a TLS server offers it, redirects are answers and never
/// followed, nothing is added to a request but what the protocol demands. The proxy is the one that the environment
/// names, as the `curl` command reads it (`https_proxy`, `no_proxy`, …: <https://curl.se/libcurl/c/libcurl-env.html>).
package final class CurlTransport: HTTPTransport {
    /// What holds for all requests of a transport.
    package struct Configuration: Sendable {
        /// A PEM file of the authorities to trust instead of the system's.
        package var caFile: String?
        /// A PEM file with the certificate to show to a server that asks for one.
        package var clientCertificate: String?
        /// The PEM file with that certificate's key; nil when it is in the same file.
        package var clientKey: String?
        /// Sent unless a request has a `user-agent` of its own.
        package var userAgent: String
        /// Requests above it wait for a free connection.
        package var maxConnectionsPerHost: Int
        /// Without it every connection is direct, whatever the environment says.
        package var usesEnvironmentProxy: Bool
        /// Asked before each connection about the numeric address (`192.0.2.1`, `2001:db8::1`), so that a name which resolves
        /// to an internal address does not lead there. Behind a proxy, it is the proxy's address. Called on the curl thread.
        package var addressFilter: (@Sendable (String) -> Bool)?

        package init(
            caFile: String? = nil,
            clientCertificate: String? = nil,
            clientKey: String? = nil,
            userAgent: String = "cordon",
            maxConnectionsPerHost: Int = 64,
            usesEnvironmentProxy: Bool = true,
            addressFilter: (@Sendable (String) -> Bool)? = nil
        ) {
            self.caFile = caFile
            self.clientCertificate = clientCertificate
            self.clientKey = clientKey
            self.userAgent = userAgent
            self.maxConnectionsPerHost = maxConnectionsPerHost
            self.usesEnvironmentProxy = usesEnvironmentProxy
            self.addressFilter = addressFilter
        }
    }

    private static let libcurlIsSetUp: Void = { curl_global_init(Int(CURL_GLOBAL_DEFAULT)) }()

    private let mailbox: Mailbox
    private let thread: JoinableThread

    /// Throws `TransportError` (`tls`) when a file of the configuration cannot be read: better now than at every request.
    package init(_ configuration: Configuration = Configuration()) throws(TransportError) {
        let files = [configuration.caFile, configuration.clientCertificate, configuration.clientKey].compactMap(\.self)
        if let missing = files.first(where: { !FileManager.default.isReadableFile(atPath: $0) }) {
            throw TransportError(
                code: .tls,
                message: "the certificate or key file \(missing) does not exist or cannot be read: check its path",
                host: "",
                requestMayHaveBeenSent: false
            )
        }
        _ = Self.libcurlIsSetUp
        let mailbox = Mailbox()
        self.mailbox = mailbox
        // The thread holds the mailbox and not the transport, so that letting go of the transport ends it.
        thread = JoinableThread { CurlLoop(mailbox, configuration).run() }
    }

    deinit { shutdown() }

    /// Ends the exchanges under way, with the error `cancelled`, and the thread; returns when it has ended. Requests
    /// after it fail.
    package func shutdown() {
        mailbox.close()
        thread.join()
    }

    package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        try request.check()
        let ticket = Ticket(request)
        // Not before the answer is there may the last reference to self go.
        defer { withExtendedLifetime(self) {} }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !mailbox.post(ticket, continuation) else { return }
                continuation.resume(returning: .failure(request.unsent(.cancelled, CurlLoop.shutDown)))
            }
        } onCancel: {
            mailbox.cancel(ticket)
        }
        return try result.get()
    }
}
