internal import Foundation
internal import Synchronization

/// A thread that can be waited for. Foundation's cannot.
final class JoinableThread: Sendable {
    private let thread: Mutex<pthread_t?>

    /// Runs `body` on a thread of its own, where SIGPIPE is blocked: a write to a connection that the other side closed has
    /// to be an error, not the end of the process.
    init(_ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(Start(body))
        var thread = pthread_t()
        let failure = pthread_create(&thread, nil, { Start.run($0) }, start.toOpaque())
        guard failure == 0 else { fatalError("no thread can be started: \(String(cString: strerror(failure)))") }
        self.thread = Mutex(thread)
    }

    /// Returns when the thread has ended. Only the first call waits.
    func join() {
        guard let thread = thread.withLock({ $0.take() }) else { return }
        pthread_join(thread, nil)
    }

    private final class Start: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }

        static func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
            guard let context else { return nil }
            let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &signals, nil)
            start.body()
            return nil
        }
    }
}
