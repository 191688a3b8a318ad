internal import CCurl

/// What libcurl says about a transfer that failed, and what it means to us.
struct CurlFailure {
    var code: CURLcode
    /// libcurl's own words, with host and port in them.
    var detail: String
    /// Whether the connection stood, so that the request may have been written.
    var connected: Bool

    /// The kind of error, and the message for people.
    func explained(_ request: HTTPRequest) -> (TransportError.Code, String) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            (.couldNotResolve, "the host name cannot be resolved: check the end point, and DNS")
        case CURLE_COULDNT_RESOLVE_PROXY:
            // libcurl's words would show the proxy's password.
            (.couldNotResolve, "the proxy's name cannot be resolved: check https_proxy and http_proxy")
        case CURLE_OPERATION_TIMEDOUT where !connected:
            (.connectTimedOut, "no connection within \(request.timeouts.connect): check the network and any proxy")
        case CURLE_SSL_CONNECT_ERROR where brokeOff:
            (.couldNotConnect, "the connection was closed during the TLS handshake: \(words)")
        case CURLE_PEER_FAILED_VERIFICATION:
            (
                .tls,
                "the server's certificate is not trusted: \(words); if it should be, name its authority's as CA file"
            )
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED, CURLE_SSL_CLIENTCERT:
            (.tls, "no TLS connection: \(words)")
        case CURLE_COULDNT_CONNECT:
            (.couldNotConnect, "no connection: \(words)")
        case CURLE_URL_MALFORMAT where !connected, CURLE_UNSUPPORTED_PROTOCOL where !connected:
            (.invalidRequest, "the URL cannot be read")
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_PROXY, CURLE_NO_CONNECTION_AVAILABLE:
            connected
                ? (.connectionLost, "the connection was lost: \(words)") : (.couldNotConnect, "no connection: \(words)")
        case CURLE_OUT_OF_MEMORY where connected, Self.tooLarge:
            // How libcurl puts it up to version 8.5, and from 8.6 on.
            (.tooLarge, "one of the answer's headers is longer than the 100 KB that libcurl takes")
        default:
            (.other, "the exchange failed: \(words)")
        }
    }

    /// `CURLE_TOO_LARGE`, which the headers of older versions do not have.
    private static let tooLarge = CURLcode(rawValue: 100)

    /// Whether the handshake ended with the connection, which passes, and not with a disagreement. OpenSSL has one code for
    /// both.
    private var brokeOff: Bool {
        ["SSL_ERROR_SYSCALL", "Recv failure", "Send failure", "unexpected eof"].contains { detail.contains($0) }
    }

    private var words: String { detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail }
}
