import Foundation
import Synchronization
import Testing

@testable import Transport

/// Requests that get no answer, and what is told about them.
@Suite struct FailureTests {
    let transport: CurlTransport

    init() throws { transport = try CurlTransport(.init(usesEnvironmentProxy: false)) }

    /// The error that sending `request` throws.
    func failure(_ request: HTTPRequest, by transport: CurlTransport? = nil) async throws -> TransportError {
        try await #require(throws: TransportError.self) {
            _ = try await (transport ?? self.transport).send(request)
        }
    }

    @Test func aRefusedConnectionMeansThatNothingWasSent() async throws {
        let server = try LoopbackServer { $1.respond() }
        server.stop()
        let port = server.port
        let error = try await failure(HTTPRequest(method: "POST", url: "http://127.0.0.1:\(port)/"))
        #expect(error.code == .couldNotConnect)
        #expect(error.host == "127.0.0.1:\(port)")
        #expect(!error.requestMayHaveBeenSent)
    }

    @Test func aNameWithoutAddressIsNamed() async throws {
        let error = try await failure(HTTPRequest(method: "GET", url: "http://nowhere.invalid/secret-token"))
        #expect(error.code == .couldNotResolve)
        #expect(!error.requestMayHaveBeenSent)
        #expect(error.description.contains("nowhere.invalid"))
        #expect(!error.description.contains("secret-token"))
    }

    @Test func noAnswerInTimeIsATimeout() async throws {
        let server = try LoopbackServer { $1.awaitClose() }
        var request = HTTPRequest(method: "POST", url: server.url)
        request.timeouts.firstByte = .milliseconds(30)
        let error = try await failure(request)
        #expect(error.code == .timedOut)
        #expect(error.message.contains("no answer"))
        #expect(error.requestMayHaveBeenSent)
    }

    @Test func anAnswerThatStopsHalfwayIsATimeout() async throws {
        let server = try LoopbackServer { _, connection in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            return connection.awaitClose()
        }
        var request = HTTPRequest(method: "GET", url: server.url)
        request.timeouts = Timeouts(firstByte: .milliseconds(300), whole: .milliseconds(400))
        let error = try await failure(request)
        #expect(error.code == .timedOut)
        #expect(error.message.contains("not complete within 0.4"))
    }

    @Test func aRequestWhoseTurnDoesNotComeInTimeWasNotSent() async throws {
        let narrow = try CurlTransport(.init(maxConnectionsPerHost: 1, usesEnvironmentProxy: false))
        let server = try LoopbackServer { $1.awaitClose() }
        let first = Task { try await narrow.send(HTTPRequest(method: "GET", url: server.url + "/first")) }
        while server.requests.isEmpty { await Task.yield() }
        var request = HTTPRequest(method: "POST", url: server.url + "/second")
        request.timeouts.whole = .milliseconds(30)
        let error = try await failure(request, by: narrow)
        #expect(error.code == .timedOut)
        #expect(!error.requestMayHaveBeenSent)
        first.cancel()
        _ = await first.result
    }

    @Test func aConnectionThatDoesNotComeAboutInTimeIsAConnectTimeout() async throws {
        // The server takes the connection and never speaks TLS.
        let server = try LoopbackServer { $1.awaitClose() }
        var request = HTTPRequest(method: "POST", url: "https://127.0.0.1:\(server.port)/")
        request.timeouts.connect = .milliseconds(40)
        let error = try await failure(request)
        #expect(error.code == .connectTimedOut)
        #expect(!error.requestMayHaveBeenSent)
    }

    @Test(arguments: [true, false])
    func aConnectionThatBreaksDuringTheHandshakeMayBeTriedAgain(byReset: Bool) async throws {
        let server = try LoopbackServer(
            greet: { connection in
                connection.readSome()
                return byReset ? connection.reset() : false
            },
            { $1.respond() }
        )
        let error = try await failure(HTTPRequest(method: "POST", url: "https://127.0.0.1:\(server.port)/"))
        #expect(error.code == .couldNotConnect, "\(error)")
        #expect(!error.requestMayHaveBeenSent)
    }

    @Test func aServerWithoutTLSIsATLSError() async throws {
        let server = try LoopbackServer(
            greet: { connection in
                connection.write("HTTP/1.1 400 Bad Request\r\n\r\n")
                return connection.awaitClose()
            },
            { $1.respond() }
        )
        let error = try await failure(HTTPRequest(method: "POST", url: "https://127.0.0.1:\(server.port)/"))
        #expect(error.code == .tls)
        #expect(!error.requestMayHaveBeenSent)
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"])
    func aResetIsALostConnection(answer: String) async throws {
        let server = try LoopbackServer { _, connection in
            connection.write(answer)
            return connection.reset()
        }
        let error = try await failure(HTTPRequest(method: "POST", url: server.url))
        #expect(error.code == .connectionLost)
        #expect(error.requestMayHaveBeenSent)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "HTTP/1.1 200 OK\r\nContent-Le", "",
    ])
    func aTruncatedAnswerIsNotAShortOne(answer: String) async throws {
        let server = try LoopbackServer { _, connection in
            connection.write(answer)
            return false
        }
        let error = try await failure(HTTPRequest(method: "POST", url: server.url))
        #expect(error.code == .connectionLost)
        #expect(error.requestMayHaveBeenSent)
    }

    @Test(arguments: [("POST", 1), ("PUT", 1), ("DELETE", 1), ("GET", 2)])
    func aWriteIsNotSentAgainWhenAKeptConnectionDies(method: String, arrivals: Int) async throws {
        // The second request of the first connection is read, perhaps carried out, and not answered.
        let answered = Mutex(0)
        let server = try LoopbackServer { _, connection in
            let number = answered.withLock {
                $0 += 1
                return $0
            }
            return number == 2 ? false : connection.respond()
        }
        _ = try await transport.send(HTTPRequest(method: "GET", url: server.url + "/warm"))
        let result = await Task { try await transport.send(HTTPRequest(method: method, url: server.url + "/it")) }
            .result
        #expect(server.requests.filter { $0.target == "/it" }.count == arrivals)
        if method == "GET" {
            #expect(try result.get().status == 200)
        } else {
            let error = #expect(throws: TransportError.self) { try result.get() }
            #expect(error?.code == .connectionLost)
            #expect(error?.requestMayHaveBeenSent == true)
        }
    }

    @Test func aTooLongBodyIsRefusedAtItsAnnouncement() async throws {
        let server = try LoopbackServer { _, connection in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx")
            return connection.awaitClose()
        }
        var request = HTTPRequest(method: "GET", url: server.url)
        request.maxResponseBytes = 999
        #expect(try await failure(request).code == .tooLarge)
    }

    @Test func aTooLongBodyIsRefusedWhileItStreams() async throws {
        let server = try LoopbackServer { _, connection in
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 1...3 { connection.write("4\r\nabcd\r\n") }
            return connection.awaitClose()
        }
        var request = HTTPRequest(method: "GET", url: server.url)
        request.maxResponseBytes = 11
        #expect(try await failure(request).code == .tooLarge)
        let exact = try LoopbackServer { $1.respond(body: "elevenbytes") }
        request.url = exact.url
        #expect(try await transport.send(request).body.count == 11)
    }

    @Test(arguments: [(lines: 10_000, length: 10), (lines: 1, length: 80_000), (lines: 1, length: 300_000)])
    func endlessHeadersAreRefused(lines: Int, length: Int) async throws {
        let line = "X: \(String(repeating: "y", count: length))\r\n"
        let server = try LoopbackServer { _, connection in
            connection.write("HTTP/1.1 200 OK\r\n\(String(repeating: line, count: lines))\r\n")
            return connection.awaitClose()
        }
        let error = try await failure(HTTPRequest(method: "GET", url: server.url))
        #expect(error.code == .tooLarge, "\(error)")
    }

    @Test(arguments: ["hello, world\r\n", "HTTP/1.1 abc\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n"])
    func whatIsNotHTTPIsAnError(answer: String) async throws {
        let server = try LoopbackServer { _, connection in
            connection.write(answer)
            return false
        }
        #expect(try await failure(HTTPRequest(method: "GET", url: server.url)).code == .other)
    }

    @Test(arguments: [
        ("name", "a\r\nX-Injected: 1"), ("name", "a\nb"), ("name", "a\0b"), ("na me", "a"), ("name:", "a"), ("", "a"),
        ("na\r\nme", "a"), ("Transfer-Encoding", "chunked"), ("Content-Length", "5"),
    ])
    func aHeaderThatWouldBecomeAnotherIsRefused(name: String, value: String) async throws {
        let server = try LoopbackServer { $1.respond() }
        let request = HTTPRequest(method: "GET", url: server.url, headers: [(name: name, value: value)])
        let error = try await failure(request)
        #expect(error.code == .invalidRequest)
        #expect(!error.description.contains("Injected"))
        #expect(server.connectionCount == 0)
    }

    @Test(arguments: [
        "", "example.com", "ftp://example.com/", "file:///etc/passwd", "http:///path", "http://", "http:/example.com",
        "http://user:hunter2@example.com/", "http://example.com/a b", "http://example.com/\r\nX: 1",
        "http://example.com/é", "http://example.com/#part", "http://a\\b/", "http://example.com:port/",
    ])
    func aURLThatCannotBeSentAsItIsIsRefused(url: String) async throws {
        let error = try await failure(HTTPRequest(method: "GET", url: url))
        #expect(error.code == .invalidRequest)
        #expect(!error.requestMayHaveBeenSent)
        #expect(!error.description.contains("hunter2"))
    }

    @Test(arguments: ["", "GET /other HTTP/1.1\r\nX:", "GE T"])
    func aMethodThatIsNoneIsRefused(method: String) async throws {
        #expect(try await failure(HTTPRequest(method: method, url: "http://127.0.0.1/")).code == .invalidRequest)
    }
}
