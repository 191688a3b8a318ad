internal import CCurl
internal import Foundation

/// An easy handle of libcurl's, set up once for all that requests have in common and used for one after the other.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var headerLines: UnsafeMutablePointer<curl_slist>?

    /// Nil when there is no memory for it.
    init?(_ configuration: CurlTransport.Configuration) {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
        errorText.pointee = 0
        set(CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorText))
        set(CURLOPT_NOSIGNAL, 1)
        // Otherwise giving up on a name that is being resolved makes the thread, and so everybody, wait for the resolver.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_HTTP09_ALLOWED, 0)
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_USERAGENT, configuration.userAgent)
        setTLS(configuration)
        if !configuration.usesEnvironmentProxy { set(CURLOPT_PROXY, "") }
        Exchange.setCallbacks(pointer)
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headerLines)
        errorText.deallocate()
    }

    /// What libcurl says about the last error, which is more than its code does; empty when it says nothing.
    var errorDetail: String { String(cString: errorText) }

    /// Makes it ready to send `request`, with `exchange` taking part.
    func prepare(_ request: HTTPRequest, for exchange: Exchange) {
        errorText.pointee = 0
        set(CURLOPT_URL, request.url)
        set(CURLOPT_CONNECTTIMEOUT_MS, request.timeouts.connect.milliseconds)
        setMethod(request)
        setHeaders(request)
        exchange.setContext(pointer)
    }

    /// Lets go of all that belonged to the last request.
    func clear() {
        ccurl_clear_body(pointer)
        set(CURLOPT_HTTPHEADER, nil as UnsafeMutableRawPointer?)
        curl_slist_free_all(headerLines)
        headerLines = nil
    }

    private func setTLS(_ configuration: CurlTransport.Configuration) {
        set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        if let file = configuration.caFile { set(CURLOPT_CAINFO, file) }
        guard let certificate = configuration.clientCertificate else { return }
        set(CURLOPT_SSLCERT, certificate)
        set(CURLOPT_SSLKEY, configuration.clientKey ?? certificate)
    }

    private func setMethod(_ request: HTTPRequest) {
        // What one of these sets, the next unsets, so the order counts.
        set(CURLOPT_NOBODY, 0)
        if !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method) {
            // With these methods an empty body is announced too, as S3 demands (RFC 9110, section 8.6).
            set(CURLOPT_POST, 1)
            request.body.withUnsafeBytes { bytes in
                _ = ccurl_set_body(pointer, bytes.baseAddress, curl_off_t(bytes.count))
            }
        } else {
            set(CURLOPT_HTTPGET, 1)
            if request.method == "HEAD" { set(CURLOPT_NOBODY, 1) }
        }
        set(CURLOPT_CUSTOMREQUEST, request.method)
    }

    private func setHeaders(_ request: HTTPRequest) {
        for (name, value) in request.headers where !HTTPHeaders.same(name, "content-length") {
            // To libcurl, `Name:` means to leave the header out, and `Name;` to send it empty.
            let isBlank = value.utf8.allSatisfy { $0 == 32 || $0 == 9 }
            append(isBlank ? "\(name);" : "\(name): \(value)")
        }
        // libcurl adds these by itself. Waiting for `100 Continue` would cost a round trip.
        for name in ["accept", "content-type", "expect"]
        where !request.headers.contains(where: { HTTPHeaders.same($0.name, name) }) {
            append("\(name):")
        }
        set(CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(headerLines))
    }

    private func append(_ line: String) {
        if let longer = curl_slist_append(headerLines, line) { headerLines = longer }
    }

    private func set(_ option: CURLoption, _ value: Int) { ccurl_set_long(pointer, option, value) }
    private func set(_ option: CURLoption, _ value: String) { ccurl_set_string(pointer, option, value) }
    private func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
        ccurl_set_pointer(pointer, option, value)
    }
}
