extension HTTPRequest {
    /// The host, with the port when the URL names one, without any credentials; empty when there is none.
    var host: String {
        let authority = authority
        let credentialsEnd = authority.lastIndex(of: UInt8(ascii: "@")).map { authority.index(after: $0) }
        return String(Substring(authority[(credentialsEnd ?? authority.startIndex)...]))
    }

    /// Throws `invalidRequest` unless the request can be written to the wire exactly as it is: libcurl would send what
    /// an injected line break makes of a header, and take credentials out of a URL. What is wrong is named, its content
    /// is not, as it may be secret.
    func check() throws(TransportError) {
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw invalid("the URL has to begin with http:// or https://")
        }
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw invalid("the URL holds a space, a control character or a non-ASCII one: percent-encode it")
        }
        guard !url.utf8.contains(UInt8(ascii: "#")) else { throw invalid("the URL has a fragment (#…), never sent") }
        let authority = authority
        guard !authority.isEmpty, !authority.contains(UInt8(ascii: "\\")) else {
            throw invalid("the URL names no host")
        }
        guard !authority.contains(UInt8(ascii: "@")) else {
            throw invalid("the URL holds a user name or password: send credentials in a header")
        }
        guard Self.isToken(method) else { throw invalid("the method is not an HTTP method") }
        for (name, value) in headers { try check(name, value) }
    }

    private func check(_ name: String, _ value: String) throws(TransportError) {
        guard Self.isToken(name) else {
            throw invalid("a header's name is empty or holds a character not allowed there")
        }
        guard value.utf8.allSatisfy({ $0 == 9 || ($0 >= 32 && $0 != 127) }) else {
            throw invalid("the value of header \(name) holds a line break or another control character")
        }
        guard !HTTPHeaders.same(name, "transfer-encoding"),
            !HTTPHeaders.same(name, "content-length") || value == String(body.count)
        else { throw invalid("header \(name) is not that of the body: leave it out, it is written by itself") }
    }

    /// The error of a request that never left.
    func unsent(_ code: TransportError.Code, _ message: String) -> TransportError {
        TransportError(code: code, message: message, host: host, requestMayHaveBeenSent: false)
    }

    private func invalid(_ message: String) -> TransportError { unsent(.invalidRequest, message) }

    /// Between `//` and the path or query.
    private var authority: Substring.UTF8View {
        let parts = url.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count > 2, parts[1].isEmpty else { return url[..<url.startIndex].utf8 }
        return parts[2].prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    }

    /// Whether it is a `token` (RFC 9110, section 5.6.2).
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
