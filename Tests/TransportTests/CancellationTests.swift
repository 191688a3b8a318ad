import Foundation
import Synchronization
import Testing

@testable import Transport

/// Tasks that are cancelled and transports that are let go.
@Suite struct CancellationTests {
    let transport: CurlTransport

    init() throws { transport = try CurlTransport(.init(usesEnvironmentProxy: false)) }

    @Test func aCancelledTaskEndsAtOnceAndClosesItsConnection() async throws {
        let (closed, close) = AsyncStream.makeStream(of: Void.self)
        let server = try LoopbackServer { _, connection in
            let goesOn = connection.awaitClose()
            close.finish()
            return goesOn
        }
        let task = Task { try await transport.send(HTTPRequest(method: "POST", url: server.url)) }
        while server.requests.isEmpty { await Task.yield() }
        task.cancel()
        let error = await #expect(throws: TransportError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(error?.requestMayHaveBeenSent == true)
        for await _ in closed {}
    }

    @Test func aTaskCancelledBeforehandSendsNothing() async throws {
        let server = try LoopbackServer { $1.respond() }
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await transport.send(HTTPRequest(method: "POST", url: server.url))
        }
        let error = await #expect(throws: TransportError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(error?.requestMayHaveBeenSent == false)
        #expect(server.connectionCount == 0)
    }

    @Test func cancellingAtAnyMomentAnswersEachRequestOnce() async throws {
        let server = try LoopbackServer { $1.respond(body: "ok") }
        await withTaskGroup { group in
            for number in 0..<300 {
                group.addTask {
                    let task = Task { try await transport.send(HTTPRequest(method: "GET", url: server.url)) }
                    for _ in 0..<(number % 17) { await Task.yield() }
                    task.cancel()
                    switch await task.result {
                    case .success(let response): #expect(response.body == Data("ok".utf8))
                    case .failure(let error): #expect((error as? TransportError)?.code == .cancelled)
                    }
                }
            }
        }
        #expect(try await transport.send(HTTPRequest(method: "GET", url: server.url)).status == 200)
    }

    @Test func shuttingDownEndsWhatIsUnderWayAndRefusesWhatComesAfter() async throws {
        let server = try LoopbackServer { $1.awaitClose() }
        let task = Task { try await transport.send(HTTPRequest(method: "GET", url: server.url)) }
        while server.requests.isEmpty { await Task.yield() }
        transport.shutdown()
        let first = await #expect(throws: TransportError.self) { try await task.value }
        #expect(first?.code == .cancelled)
        #expect(first?.requestMayHaveBeenSent == true)
        let second = await #expect(throws: TransportError.self) {
            try await transport.send(HTTPRequest(method: "GET", url: server.url))
        }
        #expect(second?.code == .cancelled)
        #expect(second?.requestMayHaveBeenSent == false)
        transport.shutdown()
    }

    @Test func lettingGoOfATransportClosesItsConnections() async throws {
        let (closed, close) = AsyncStream.makeStream(of: Void.self)
        let server = try LoopbackServer { request, connection in
            _ = connection.respond()
            let goesOn = connection.awaitClose()
            close.finish()
            return goesOn
        }
        do {
            let transport = try CurlTransport(.init(usesEnvironmentProxy: false))
            _ = try await transport.send(HTTPRequest(method: "GET", url: server.url))
        }
        for await _ in closed {}
    }
}
