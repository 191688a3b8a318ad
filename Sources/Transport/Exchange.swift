internal import CCurl
internal import Foundation

/// One request under way and what has come of its answer. Belongs to the curl thread.
final class Exchange {
    let ticket: Ticket
    let easy: EasyHandle
    private let continuation: Mailbox.Continuation
    private let addressFilter: (@Sendable (String) -> Bool)?
    private let firstByteDue: ContinuousClock.Instant
    private let wholeDue: ContinuousClock.Instant
    private var answer: PartialResponse
    /// Why libcurl was told to give up.
    private var ownError: TransportError?
    private var refusedAddress: String?
    /// False only when libcurl has not yet come to the point of writing the request.
    private(set) var mayHaveBeenSent = false

    init(
        _ ticket: Ticket,
        _ continuation: Mailbox.Continuation,
        on easy: EasyHandle,
        addressFilter: (@Sendable (String) -> Bool)?
    ) {
        self.ticket = ticket
        self.continuation = continuation
        self.easy = easy
        self.addressFilter = addressFilter
        let now = ContinuousClock.now
        firstByteDue = now + .milliseconds(ticket.request.timeouts.firstByte.milliseconds)
        wholeDue = now + .milliseconds(ticket.request.timeouts.whole.milliseconds)
        answer = PartialResponse(maxBodyBytes: ticket.request.maxResponseBytes)
        easy.prepare(ticket.request, for: self)
    }

    var request: HTTPRequest { ticket.request }

    /// When it has to have come further; only ever moves to later.
    var deadline: ContinuousClock.Instant { answer.hasBegun ? wholeDue : min(firstByteDue, wholeDue) }

    /// Answers the task that waits, once libcurl has let go of the handle: with `error`, or else with what has come.
    func finish(_ error: TransportError?) {
        easy.clear()
        continuation.resume(returning: error.map { .failure($0) } ?? .success(answer.response))
    }

    /// What was overdue at its deadline.
    var overdue: TransportError {
        let timeouts = request.timeouts
        return failure(
            .timedOut,
            answer.hasBegun || timeouts.whole <= timeouts.firstByte
                ? "the answer was not complete within \(timeouts.whole)" : "no answer within \(timeouts.firstByte)"
        )
    }

    /// The error for libcurl's `code`; nil when the exchange succeeded.
    func error(for code: CURLcode) -> TransportError? {
        if code == CURLE_OK {
            return answer.headersEnded ? nil : failure(.connectionLost, "the connection was closed amid the headers")
        }
        if let ownError { return ownError }
        if code == CURLE_COULDNT_CONNECT, let refusedAddress {
            return failure(
                .addressRefused,
                "its address is \(refusedAddress), which this transport may not connect to"
            )
        }
        let (kind, message) = CurlFailure(code: code, detail: easy.errorDetail, connected: mayHaveBeenSent)
            .explained(request)
        return failure(kind, message)
    }

    func failure(_ code: TransportError.Code, _ message: String) -> TransportError {
        TransportError(code: code, message: message, host: request.host, requestMayHaveBeenSent: mayHaveBeenSent)
    }

    /// False when no more is wanted.
    private func take(_ bytes: UnsafeRawBufferPointer, isHeader: Bool) -> Bool {
        do throws(PartialResponse.TooLarge) {
            if isHeader { try answer.take(headerLine: bytes) } else { try answer.take(bodyBytes: bytes) }
            return true
        } catch {
            ownError = failure(.tooLarge, error.message)
            return false
        }
    }

    /// Called before the request is written; false stops it. libcurl comes here again by itself when a connection that
    /// it had kept turned out to be closed, which the other side may have done after carrying the request out: only
    /// what changes nothing is sent again.
    private func mayWrite() -> Bool {
        guard !mayHaveBeenSent || request.method == "GET" || request.method == "HEAD" else {
            ownError = failure(.connectionLost, "the connection was closed before an answer came")
            return false
        }
        mayHaveBeenSent = true
        return true
    }

    private func mayConnect(to address: UnsafeMutablePointer<curl_sockaddr>) -> Bool {
        guard let addressFilter else { return true }
        let text = Self.text(of: address) ?? "unknown"
        guard addressFilter(text) else {
            refusedAddress = text
            return false
        }
        return true
    }
}

// MARK: - What libcurl calls

extension Exchange {
    private static func of(_ context: UnsafeMutableRawPointer?) -> Exchange? {
        context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The exchange that a handle is busy with.
    static func on(_ easy: UnsafeMutableRawPointer?) -> Exchange? { easy.flatMap { of(ccurl_private($0)) } }

    /// Once for each handle.
    static func setCallbacks(_ easy: UnsafeMutableRawPointer) {
        ccurl_set_sink(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return Exchange.of(context)?.take(line, isHeader: true) == true ? line.count : -1
        }
        ccurl_set_sink(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return Exchange.of(context)?.take(piece, isHeader: false) == true ? piece.count : -1
        }
        ccurl_set_prerequest(easy) { context, _, _, _, _ in
            Exchange.of(context)?.mayWrite() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
        ccurl_set_open_socket(easy) { context, _, address in
            guard let address, Exchange.of(context)?.mayConnect(to: address) == true else { return CURL_SOCKET_BAD }
            let kind = address.pointee
            // Not for the programs that this one starts.
            return socket(kind.family, kind.socktype | Int32(SOCK_CLOEXEC.rawValue), kind.protocol)
        }
    }

    /// For each exchange; libcurl does not keep it alive.
    func setContext(_ easy: UnsafeMutableRawPointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        for option in [
            CURLOPT_PRIVATE, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_PREREQDATA, CURLOPT_OPENSOCKETDATA,
        ] { ccurl_set_pointer(easy, option, context) }
    }

    /// The address in numbers, without a zone; nil when it is none of IP's.
    private static func text(of address: UnsafeMutablePointer<curl_sockaddr>) -> String? {
        // The address goes on behind the end of its declared type.
        guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
        let start = (UnsafeRawPointer(address) + offset).assumingMemoryBound(to: sockaddr.self)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { text in
            guard let base = text.baseAddress,
                getnameinfo(start, address.pointee.addrlen, base, UInt32(NI_MAXHOST), nil, 0, NI_NUMERICHOST) == 0
            else { return nil }
            return String(String(cString: base).prefix { $0 != "%" })
        }
    }
}
