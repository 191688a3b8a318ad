package import Foundation

/// Keeps another provider's credentials until ten minutes before they expire, and gets new ones once for all who wait.
///
/// A failure is told to those who wait for it and then forgotten; while the credentials at hand are still valid, a failed
/// refresh is no failure. A waiter that is cancelled does not cancel the refresh, the others need it.
package actor CachedCredentials: CredentialsProvider {
    private static let margin: TimeInterval = 600
    private let source: any CredentialsProvider
    private let now: @Sendable () -> Date
    private var current: Credentials?
    private var refresh: Task<Result<Credentials, AWSError>, Never>?

    package init(_ source: any CredentialsProvider, now: @escaping @Sendable () -> Date = { Date() }) {
        self.source = source
        self.now = now
    }

    package func credentials() async throws(AWSError) -> Credentials {
        if let current, isValid(current, margin: Self.margin) { return current }
        let refresh = refresh ?? Task { await load() }
        self.refresh = refresh
        switch await refresh.value {
        case .success(let credentials): return credentials
        case .failure(let error):
            if let current, isValid(current, margin: 0) { return current }
            throw error
        }
    }

    private func load() async -> Result<Credentials, AWSError> {
        defer { refresh = nil }
        do throws(AWSError) {
            let credentials = try await source.credentials()
            current = credentials
            return .success(credentials)
        } catch {
            return .failure(error)
        }
    }

    private func isValid(_ credentials: Credentials, margin: TimeInterval) -> Bool {
        guard let expiration = credentials.expiration else { return true }
        return now() + margin < expiration
    }
}
