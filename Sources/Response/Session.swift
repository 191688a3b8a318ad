package import AWS
package import Incidents

/// Reading one member account. It holds nothing that could send a write.
package struct ReadSession: Sendable {
    package let account: AccountID
    private let prepare: @Sendable () async -> AWSError?
    private let client: @Sendable (Region) -> AWSReader

    package init(
        account: AccountID,
        prepare: @escaping @Sendable () async -> AWSError? = { nil },
        client: @escaping @Sendable (Region) -> AWSReader
    ) {
        self.account = account
        self.prepare = prepare
        self.client = client
    }

    /// Gets the session's credentials ahead of their first use; what went wrong, if anything.
    package func prepared() async -> AWSError? { await prepare() }

    /// The account's API in `region`.
    package func reader(_ region: Region) -> AWSReader { client(region) }
}

/// Changing one member account. Only the executor is ever handed one.
package struct WriteSession: Sendable {
    package let read: ReadSession
    /// Waits for what AWS shows late.
    package let pause: @Sendable (Duration) async throws -> Void
    private let client: @Sendable (Region) -> AWSWriter

    package init(
        read: ReadSession,
        pause: @escaping @Sendable (Duration) async throws -> Void,
        client: @escaping @Sendable (Region) -> AWSWriter
    ) {
        self.read = read
        self.pause = pause
        self.client = client
    }

    /// The account's API in `region`, writes included.
    package func writer(_ region: Region) -> AWSWriter { client(region) }
}
