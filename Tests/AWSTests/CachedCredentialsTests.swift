import Foundation
import Synchronization
import Testing

@testable import AWS

/// Gives out what it is told to, when it is told to, and counts how often it was asked.
private final class Source: CredentialsProvider {
    private struct State {
        var asked = 0
        var answers: [Result<Credentials, AWSError>]
    }
    private let state: Mutex<State>
    private let gate: AsyncStream<Void>
    private let opening: AsyncStream<Void>.Continuation

    init(_ answers: [Result<Credentials, AWSError>], open: Bool = true) {
        state = Mutex(State(answers: answers))
        (gate, opening) = AsyncStream.makeStream()
        if open { opening.finish() }
    }

    var asked: Int { state.withLock(\.asked) }
    func open() { opening.finish() }

    func credentials() async throws(AWSError) -> Credentials {
        let answer = state.withLock { state in
            state.asked += 1
            return state.answers.removeFirst()
        }
        for await _ in gate {}
        return try answer.get()
    }
}

@Suite struct CachedCredentialsTests {
    private static let start = Date(timeIntervalSince1970: 1_000_000)

    private static func key(_ id: String, expires: TimeInterval?) -> Result<Credentials, AWSError> {
        .success(Credentials(accessKeyID: id, secretAccessKey: "s", expiration: expires.map { start + $0 }))
    }

    private final class Clock: Sendable {
        private let time = Mutex(CachedCredentialsTests.start)
        var now: Date { time.withLock(\.self) }
        func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
    }

    @Test func credentialsAreKeptUntilTenMinutesBeforeTheyExpire() async throws {
        let clock = Clock()
        let source = Source([Self.key("1", expires: 3_600), Self.key("2", expires: 7_200)])
        let cached = CachedCredentials(source, now: { clock.now })
        #expect(try await cached.credentials().accessKeyID == "1")
        clock.advance(2_999)
        #expect(try await cached.credentials().accessKeyID == "1")
        clock.advance(1)
        #expect(try await cached.credentials().accessKeyID == "2")
        #expect(source.asked == 2)
    }

    @Test func credentialsWithoutAnEndAreKept() async throws {
        let clock = Clock()
        let source = Source([Self.key("1", expires: nil)])
        let cached = CachedCredentials(source, now: { clock.now })
        _ = try await cached.credentials()
        clock.advance(1e9)
        #expect(try await cached.credentials().accessKeyID == "1")
    }

    @Test func manyWhoWaitAskOnce() async throws {
        let source = Source([Self.key("1", expires: 3_600)], open: false)
        let cached = CachedCredentials(source, now: { Self.start })
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await cached.credentials().accessKeyID } }
            source.open()
            for try await id in group { #expect(id == "1") }
        }
        #expect(source.asked == 1)
    }

    @Test func cancelledWaiterLeavesTheRefreshToTheOthers() async throws {
        let source = Source([Self.key("1", expires: 3_600)], open: false)
        let cached = CachedCredentials(source, now: { Self.start })
        let impatient = Task { try await cached.credentials() }
        while source.asked == 0 { await Task.yield() }
        let patient = Task { try await cached.credentials() }
        impatient.cancel()
        source.open()
        #expect(try await patient.value.accessKeyID == "1")
        #expect(source.asked == 1)
    }

    @Test func failureIsForgotten() async throws {
        let source = Source([.failure(AWSError(code: .noAnswer, message: "")), Self.key("1", expires: 3_600)])
        let cached = CachedCredentials(source, now: { Self.start })
        await #expect(throws: AWSError.self) { try await cached.credentials() }
        #expect(try await cached.credentials().accessKeyID == "1")
    }

    @Test func failedRefreshIsNoFailureWhileTheCredentialsHold() async throws {
        let clock = Clock()
        let down = Result<Credentials, AWSError>.failure(AWSError(code: .noAnswer, message: ""))
        let source = Source([Self.key("1", expires: 3_600), down, down])
        let cached = CachedCredentials(source, now: { clock.now })
        _ = try await cached.credentials()
        clock.advance(3_599)
        #expect(try await cached.credentials().accessKeyID == "1")
        clock.advance(1)
        await #expect(throws: AWSError.self) { try await cached.credentials() }
        #expect(source.asked == 3)
    }
}
