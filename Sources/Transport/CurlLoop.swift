internal import CCurl
internal import Foundation
internal import Synchronization

/// What the curl thread does: it starts what comes into the mailbox, lets libcurl work, and answers what is done.
/// Everything here belongs to that thread alone.
final class CurlLoop {
    private let mailbox: Mailbox
    private let configuration: CurlTransport.Configuration
    private var running: [ObjectIdentifier: Exchange] = [:]
    private var idle: [EasyHandle] = []
    /// No deadline of a running exchange lies before it, so that they are only looked through once it is reached.
    private var nextDeadline: ContinuousClock.Instant?

    init(_ mailbox: Mailbox, _ configuration: CurlTransport.Configuration) {
        self.mailbox = mailbox
        self.configuration = configuration
        ccurl_multi_set_long(mailbox.multi, CURLMOPT_MAX_HOST_CONNECTIONS, max(1, configuration.maxConnectionsPerHost))
    }

    /// Returns when the mailbox is closed, having answered everything in it.
    func run() {
        var isClosed = false
        while !isClosed {
            let mail = mailbox.take()
            isClosed = mail.isClosed
            for (ticket, continuation) in mail.arrivals { start(ticket, continuation) }
            for ticket in mail.cancellations {
                guard let exchange = running[ObjectIdentifier(ticket)] else { continue }
                end(exchange, with: exchange.failure(.cancelled, Self.cancelled))
            }
            guard !isClosed else { break }
            work()
            endOverdue()
            curl_multi_poll(mailbox.multi, nil, 0, patience, nil)
        }
        for exchange in running.values { end(exchange, with: exchange.failure(.cancelled, Self.shutDown)) }
    }

    static let cancelled = "the request was cancelled"
    static let shutDown = "the transport was shut down"

    private func start(_ ticket: Ticket, _ continuation: Mailbox.Continuation) {
        guard !ticket.isCancelled.load(ordering: .acquiring) else {
            return continuation.resume(returning: .failure(ticket.request.unsent(.cancelled, Self.cancelled)))
        }
        guard let easy = idle.popLast() ?? EasyHandle(configuration) else {
            return continuation.resume(returning: .failure(ticket.request.unsent(.other, "out of memory")))
        }
        let exchange = Exchange(ticket, continuation, on: easy, addressFilter: configuration.addressFilter)
        running[ObjectIdentifier(ticket)] = exchange
        nextDeadline = min(nextDeadline ?? exchange.deadline, exchange.deadline)
        curl_multi_add_handle(mailbox.multi, easy.pointer)
    }

    private func work() {
        var count: Int32 = 0
        curl_multi_perform(mailbox.multi, &count)
        while let message = curl_multi_info_read(mailbox.multi, &count) {
            guard let exchange = Exchange.on(message.pointee.easy_handle) else { continue }
            end(exchange, with: exchange.error(for: ccurl_result(message)))
        }
    }

    /// Takes the exchange from libcurl and answers it: with `error`, or else with what came.
    private func end(_ exchange: Exchange, with error: TransportError?) {
        curl_multi_remove_handle(mailbox.multi, exchange.easy.pointer)
        running[ObjectIdentifier(exchange.ticket)] = nil
        exchange.finish(error)
        if idle.count < configuration.maxConnectionsPerHost { idle.append(exchange.easy) }
    }

    private func endOverdue() {
        guard let deadline = nextDeadline else { return }
        let now = ContinuousClock.now
        guard now >= deadline else { return }
        for exchange in running.values where exchange.deadline <= now { end(exchange, with: exchange.overdue) }
        nextDeadline = running.values.map(\.deadline).min()
    }

    /// How many milliseconds to wait at most for something to happen; libcurl shortens it to its own timers.
    private var patience: Int32 {
        guard let nextDeadline else { return .max }
        return Int32(ContinuousClock.now.duration(to: nextDeadline).milliseconds)
    }
}

extension Duration {
    /// Rounded up, and within 1 and what libcurl takes: to it, 0 means for ever.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 1 }
        guard seconds < Int64(Int32.max) / 1000 else { return Int(Int32.max) }
        return max(1, Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
