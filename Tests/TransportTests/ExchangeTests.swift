import Foundation
import Testing

@testable import Transport

/// Requests and answers that go well.
@Suite struct ExchangeTests {
    let transport: CurlTransport

    init() throws { transport = try CurlTransport(.init(usesEnvironmentProxy: false)) }

    @Test(arguments: ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
    func theRequestArrivesByteForByte(method: String) async throws {
        let server = try LoopbackServer { $1.respond(body: "seen") }
        let target = "/a/../b//%2F%2fc/./d;e=1?x=%20y&&z=+&empty="
        let headers = [("X-One", "first"), ("x-TWO", "a: b; c"), ("X-Empty", ""), ("Host", "named.example")]
        let request = HTTPRequest(
            method: method,
            url: server.url + target,
            headers: headers.map { (name: $0.0, value: $0.1) },
            body: Data("one\0two".utf8)
        )
        let response = try await transport.send(request)
        #expect(response.status == 200)
        #expect(response.body == Data("seen".utf8))
        let received = try #require(server.requests.first)
        #expect(received.method == method)
        #expect(received.target == target)
        #expect(received.body == Data("one\0two".utf8))
        #expect(
            Set(received.headerLines) == [
                "X-One: first", "x-TWO: a: b; c", "X-Empty:", "Host: named.example", "User-Agent: cordon",
                "Content-Length: 7",
            ]
        )
    }

    @Test(arguments: [("GET", nil), ("HEAD", nil), ("DELETE", nil), ("POST", "0"), ("PUT", "0")])
    func anEmptyBodyIsAnnouncedOnlyWhereOneIsExpected(method: String, length: String?) async throws {
        let server = try LoopbackServer { $1.respond() }
        _ = try await transport.send(HTTPRequest(method: method, url: server.url + "/"))
        let received = try #require(server.requests.first)
        #expect(received.value("Content-Length") == length)
        #expect(!received.headerLines.contains { $0.hasPrefix("Content-Type") || $0.hasPrefix("Accept") })
    }

    @Test func aHandleUsedBeforeKeepsNothingOfTheLastRequest() async throws {
        let server = try LoopbackServer { $1.respond(body: $0.method == "HEAD" ? "" : "x") }
        let requests = [
            HTTPRequest(method: "POST", url: server.url, headers: [("X-A", "1")], body: Data("body".utf8)),
            HTTPRequest(method: "HEAD", url: server.url), HTTPRequest(method: "PUT", url: server.url),
            HTTPRequest(method: "HEAD", url: server.url), HTTPRequest(method: "GET", url: server.url),
        ]
        for request in requests { _ = try await transport.send(request) }
        #expect(server.requests.map(\.method) == requests.map(\.method))
        #expect(server.requests.map(\.body.count) == [4, 0, 0, 0, 0])
        #expect(server.requests.map { $0.value("X-A") } == ["1", nil, nil, nil, nil])
    }

    @Test func theRequestsOwnUserAgentWins() async throws {
        let server = try LoopbackServer { $1.respond() }
        _ = try await transport.send(HTTPRequest(method: "GET", url: server.url, headers: [("user-agent", "mine")]))
        #expect(
            server.requests[0].headerLines.filter { $0.lowercased().hasPrefix("user-agent") } == ["user-agent: mine"]
        )
    }

    @Test func connectionsAreKeptAndUsedAgain() async throws {
        let server = try LoopbackServer { $1.respond(body: "\($1.number)") }
        for _ in 1...5 {
            #expect(try await transport.send(HTTPRequest(method: "GET", url: server.url)).body == Data("1".utf8))
        }
        #expect(server.connectionCount == 1)
    }

    @Test func redirectsAreAnswers() async throws {
        let server = try LoopbackServer { $1.respond("307 Temporary Redirect", headers: ["Location: /elsewhere"]) }
        let response = try await transport.send(HTTPRequest(method: "GET", url: server.url + "/here"))
        #expect(response.status == 307)
        #expect(response.headers["location"] == "/elsewhere")
        #expect(server.requests.map(\.target) == ["/here"])
    }

    @Test func headWaitsForNoBody() async throws {
        let server = try LoopbackServer { request, connection in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nETag: \"e\"\r\n\r\n")
            return true
        }
        var request = HTTPRequest(method: "HEAD", url: server.url)
        request.maxResponseBytes = 10
        for _ in 1...2 {
            let response = try await transport.send(request)
            #expect(response.headers["etag"] == "\"e\"")
            #expect(response.body.isEmpty)
        }
    }

    @Test func interimAnswersAndTrailersAreNotTheAnswer() async throws {
        let server = try LoopbackServer { _, connection in
            connection.write("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Late: 1\r\n\r\n")
            connection.write("3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n")
            return true
        }
        let response = try await transport.send(HTTPRequest(method: "GET", url: server.url))
        #expect(response.status == 200)
        #expect(response.headers.fields.map(\.name) == ["Transfer-Encoding", "X-Late"])
        #expect(response.body == Data("abcde".utf8))
    }

    @Test func cookiesAreNotKept() async throws {
        let server = try LoopbackServer { $1.respond(headers: ["Set-Cookie: a=b"]) }
        for _ in 1...2 { _ = try await transport.send(HTTPRequest(method: "GET", url: server.url)) }
        #expect(server.requests.allSatisfy { $0.value("Cookie") == nil })
    }

    @Test func twoHundredRequestsAtOnceEachGetTheirOwnAnswer() async throws {
        let server = try LoopbackServer { $1.respond(body: $0.target + String(decoding: $0.body, as: UTF8.self)) }
        let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let request = HTTPRequest(
                        method: "POST",
                        url: "\(server.url)/\(number)",
                        body: Data("-\(number)".utf8)
                    )
                    let body = try await transport.send(request).body
                    return (number, String(decoding: body, as: UTF8.self))
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(answers == Dictionary(uniqueKeysWithValues: (0..<200).map { ($0, "/\($0)-\($0)") }))
        #expect(server.connectionCount <= 64)
    }

    @Test func requestsBeyondTheConnectionLimitWaitForTheirTurn() async throws {
        let narrow = try CurlTransport(.init(maxConnectionsPerHost: 1, usesEnvironmentProxy: false))
        let server = try LoopbackServer { $1.respond() }
        try await withThrowingTaskGroup { group in
            for _ in 0..<10 {
                group.addTask { _ = try await narrow.send(HTTPRequest(method: "GET", url: server.url)) }
            }
            try await group.waitForAll()
        }
        #expect(server.connectionCount == 1)
        #expect(server.requests.count == 10)
    }

    @Test func aLargeBodyGoesAndComesWhole() async throws {
        let large = String(repeating: "0123456789abcdef", count: 1 << 18)
        let server = try LoopbackServer { $1.respond(body: "\($0.body.count) \(large)") }
        let response = try await transport.send(HTTPRequest(method: "PUT", url: server.url, body: Data(large.utf8)))
        #expect(response.body == Data("\(large.utf8.count) \(large)".utf8))
        #expect(server.requests[0].value("Expect") == nil)
    }
}
