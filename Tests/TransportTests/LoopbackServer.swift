import Foundation
import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1, each connection on a thread of its own, that answers as a test wants: wrongly, too.
final class LoopbackServer: Sendable {
    /// A request as it came.
    struct Received: Sendable {
        var method: String
        var target: String
        var headerLines: [String]
        var body: Data

        /// The value of the header written exactly so.
        func value(_ name: String) -> String? {
            headerLines.first { $0.hasPrefix("\(name):") }
                .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
        }
    }

    let port: UInt16
    private let listener: Int32
    private let log = Mutex((requests: [Received](), connections: 0))

    /// `greet` is called for each connection and `answer` for each request; the connection ends when one returns false.
    init(
        greet: @escaping @Sendable (Connection) -> Bool = { _ in true },
        _ answer: @escaping @Sendable (Received, Connection) -> Bool
    ) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let failed = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) != 0 || listen(listener, 512) != 0 || getsockname(listener, $0, &size) != 0
            }
        }
        guard !failed else { throw POSIXError(.EADDRINUSE) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else { return }
                let number = log.withLock {
                    $0.connections += 1
                    return $0.connections
                }
                Thread.detachNewThread { [self] in
                    let connection = Connection(peer, number: number)
                    guard greet(connection) else { return }
                    while let request = connection.readRequest() {
                        log.withLock { $0.requests.append(request) }
                        guard answer(request, connection) else { break }
                    }
                }
            }
        }
    }

    /// Takes no more connections. Without it a server lives as long as the tests: one whose last mention in a test is its
    /// URL must not go before it is asked.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [Received] { log.withLock { $0.requests } }
    var connectionCount: Int { log.withLock { $0.connections } }

    /// The server's side of a connection. Used by its thread alone.
    final class Connection {
        let number: Int
        private let peer: Int32
        private var buffered: [UInt8] = []

        init(_ peer: Int32, number: Int) {
            self.peer = peer
            self.number = number
        }

        deinit { close(peer) }

        func write(_ text: String) { write(Array(text.utf8)) }

        func write(_ bytes: [UInt8]) {
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                sent += count
            }
        }

        /// A whole answer.
        func respond(_ status: String = "200 OK", headers: [String] = [], body: String = "") -> Bool {
            let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
            write(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
            return true
        }

        /// Blocks until the other side closes.
        func awaitClose() -> Bool {
            while fill() {}
            return false
        }

        /// Has the connection end with a reset instead of an orderly close.
        func reset() -> Bool {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(peer, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
            return false
        }

        func readSome() { _ = fill() }

        func readRequest() -> Received? {
            var end = buffered.firstRange(of: "\r\n\r\n".utf8)
            while end == nil {
                guard fill() else { return nil }
                end = buffered.firstRange(of: "\r\n\r\n".utf8)
            }
            guard let end else { return nil }
            let lines = String(decoding: buffered[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
            let words = lines[0].split(separator: " ").map(String.init)
            buffered.removeFirst(end.upperBound)
            var request = Received(method: words[0], target: words[1], headerLines: Array(lines[1...]), body: Data())
            let length = request.value("Content-Length").flatMap { Int($0) } ?? 0
            while buffered.count < length { guard fill() else { return nil } }
            request.body = Data(buffered.prefix(length))
            buffered.removeFirst(length)
            return request
        }

        private func fill() -> Bool {
            var piece = [UInt8](repeating: 0, count: 65_536)
            let count = recv(peer, &piece, piece.count, 0)
            guard count > 0 else { return false }
            buffered += piece.prefix(count)
            return true
        }
    }
}
