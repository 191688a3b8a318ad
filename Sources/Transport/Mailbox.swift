internal import CCurl
internal import Foundation
internal import Synchronization

/// A request handed over to the curl thread, known by its identity.
final class Ticket: Sendable {
    let request: HTTPRequest
    /// Set before the thread is told, so that a cancellation which overtakes its own request is not lost.
    let isCancelled = Atomic(false)

    init(_ request: HTTPRequest) { self.request = request }
}

/// What tasks leave for the curl thread, and the means of waking it.
final class Mailbox: Sendable {
    typealias Continuation = CheckedContinuation<Result<HTTPResponse, TransportError>, Never>

    struct Mail {
        var arrivals: [(ticket: Ticket, continuation: Continuation)] = []
        var cancellations: [Ticket] = []
        var isClosed = false

        var isEmpty: Bool { arrivals.isEmpty && cancellations.isEmpty && !isClosed }
    }

    /// libcurl's multi handle. Other threads only ever wake it, which is the one call that libcurl allows them.
    nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    private let mail = Mutex(Mail())

    init() {
        guard let multi = curl_multi_init() else { fatalError("libcurl cannot be set up: out of memory") }
        self.multi = multi
    }

    // The thread has ended by now, and whoever could wake it held a reference.
    deinit { curl_multi_cleanup(multi) }

    /// Hands a request over. False, without having taken it, once the box is closed.
    func post(_ ticket: Ticket, _ continuation: Continuation) -> Bool {
        leave { mail in
            guard !mail.isClosed else { return false }
            mail.arrivals.append((ticket, continuation))
            return true
        }
    }

    func cancel(_ ticket: Ticket) {
        ticket.isCancelled.store(true, ordering: .releasing)
        leave { $0.cancellations.append(ticket) }
    }

    func close() { leave { $0.isClosed = true } }

    /// All that was left since the last time. A closed box stays closed.
    func take() -> Mail {
        mail.withLock { mail in
            let taken = mail
            mail = Mail(isClosed: taken.isClosed)
            return taken
        }
    }

    private func leave<T>(_ change: (inout sending Mail) -> T) -> T {
        let (result, wakes) = mail.withLock { mail in
            let wasEmpty = mail.isEmpty
            return (change(&mail), wasEmpty)
        }
        // Mail that lay there already has woken the thread.
        if wakes { curl_multi_wakeup(multi) }
        return result
    }
}
