package import AWS
package import Incidents

/// Whether an access key works: `Active` or `Inactive`. The id is `USER/KEY`.
package struct AccessKeyStatus: Property {
    package init() {}
    package let kind: ChangeKind = "iam.access-key-status"
    package let operations: [any AWSOperation.Type] = [IAM.ListAccessKeys.self, IAM.UpdateAccessKey.self]

    package func read(_ change: Change, in session: ReadSession) async throws -> Reading {
        let (user, key) = change.target.ownerAndName
        let keys = try await session.reader(change.target.region).all(IAM.ListAccessKeys(userName: user))
        guard let found = keys.first(where: { $0.id == key }) else { throw Gone(change.target) }
        return Reading(.string(found.status.rawValue))
    }

    package func set(
        _ change: Change,
        to state: JSONValue,
        in session: WriteSession
    ) async throws -> [String: String] {
        let (user, key) = change.target.ownerAndName
        _ = try await session.writer(change.target.region).send(
            IAM.UpdateAccessKey(userName: user, accessKeyID: key, status: .init(rawValue: state.string ?? "Inactive"))
        )
        return [:]
    }
}

extension Target {
    /// The parts of an id of the form `OWNER/NAME`.
    var ownerAndName: (owner: String, name: String) {
        let parts = id.split(separator: "/", maxSplits: 1).map(String.init)
        return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
    }
}
