package import AWS
package import Foundation
package import Incidents
package import Policies
internal import Synchronization

/// Gives sessions in member accounts.
package protocol AccountAccess: Sendable {
    /// A session that AWS itself keeps from anything but `operations`, all of which read.
    func read(
        _ account: Account,
        in region: Region,
        for incident: IncidentID,
        _ operations: [any AWSOperation.Type]
    ) throws -> ReadSession
    /// A session for `operations` and nothing else.
    func write(
        _ account: Account,
        in region: Region,
        for incident: IncidentID,
        _ operations: [any AWSOperation.Type]
    ) throws -> WriteSession
}

/// Sessions by AssumeRole: the account's role, with its external id, under a session name and source identity that
/// carry the incident, narrowed by a session policy to the operations at hand.
package final class RoleAccess: AccountAccess {
    private let client: AWSClient
    private let base: any CredentialsProvider
    private let now: @Sendable () -> Date
    private let pause: @Sendable (Duration) async throws -> Void
    /// One incident's sessions of one kind share their credentials.
    private let sessions = Mutex<[Key: any CredentialsProvider]>([:])

    private struct Key: Hashable {
        var role: String
        var incident: IncidentID
        var policy: String
    }

    package init(
        client: AWSClient,
        base: any CredentialsProvider,
        now: @escaping @Sendable () -> Date,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.client = client
        self.base = base
        self.now = now
        self.pause = pause
    }

    package func read(
        _ account: Account,
        in region: Region,
        for incident: IncidentID,
        _ operations: [any AWSOperation.Type]
    ) throws -> ReadSession {
        let credentials = try credentials(account, region, incident, operations.filter { $0.effect == .read })
        return session(account, credentials, isEmpty: operations.isEmpty)
    }

    package func write(
        _ account: Account,
        in region: Region,
        for incident: IncidentID,
        _ operations: [any AWSOperation.Type]
    ) throws -> WriteSession {
        let credentials = try credentials(account, region, incident, operations)
        return WriteSession(read: session(account, credentials, isEmpty: operations.isEmpty), pause: pause) {
            [client] region in
            client.writer(account: account.id.rawValue, region: region.rawValue, credentials: credentials)
        }
    }

    private func session(
        _ account: Account,
        _ credentials: any CredentialsProvider,
        isEmpty: Bool
    ) -> ReadSession {
        ReadSession(
            account: account.id,
            prepare: {
                if isEmpty { return nil }
                do throws(AWSError) {
                    _ = try await credentials.credentials()
                    return nil
                } catch {
                    return error
                }
            },
            client: { [client] region in
                client.reader(account: account.id.rawValue, region: region.rawValue, credentials: credentials)
            }
        )
    }

    private func credentials(
        _ account: Account,
        _ region: Region,
        _ incident: IncidentID,
        _ operations: [any AWSOperation.Type]
    ) throws -> any CredentialsProvider {
        let role = account.role.rawValue
        let policy = try SessionPolicy.document(operations)
        return sessions.withLock { sessions in
            let key = Key(role: role, incident: incident, policy: policy)
            if let known = sessions[key] { return known }
            let provider = CachedCredentials(
                AssumeRoleProvider(
                    client: client,
                    base: base,
                    roleARN: role,
                    externalID: account.externalID,
                    sessionName: "cordon-\(incident)",
                    sourceIdentity: incident.rawValue,
                    policy: policy,
                    tags: [],
                    duration: .seconds(3600),
                    region: region.rawValue
                ),
                now: now
            )
            sessions[key] = provider
            return provider
        }
    }
}
