package import AWS
package import Incidents

/// Some tags of a resource: an object of the keys concerned, null for a key that is not there. Other tags are not touched.
package protocol TagProperty: Property {
    /// All the resource's tags.
    func tags(of target: Target, in session: ReadSession) async throws -> [String: String]
    /// Adds or overwrites the tags of `put` and takes away those of `remove`.
    func change(_ target: Target, put: [String: String], remove: [String], in session: WriteSession) async throws
}

extension TagProperty {
    package func read(_ change: Change, in session: ReadSession) async throws -> Reading {
        let present = try await tags(of: change.target, in: session)
        return Reading(.tags(change.after.object?.keys.map(\.self) ?? [], in: present))
    }

    package func set(
        _ change: Change,
        to state: JSONValue,
        in session: WriteSession
    ) async throws -> [String: String] {
        let state = state.object ?? [:]
        try await self.change(
            change.target,
            put: state.compactMapValues(\.string),
            remove: state.filter { $0.value.isNull }.map(\.key).sorted(),
            in: session
        )
        return [:]
    }

    /// Putting and removing are two calls; between them some keys are as before and some as after.
    package func holding(_ change: Change, _ state: JSONValue) -> Holding {
        if state == change.after { return .after }
        if state == change.before { return .before }
        let mixed = (state.object ?? [:]).allSatisfy { key, value in
            value == change.after.object?[key] || value == change.before.object?[key]
        }
        return mixed ? .via : .neither
    }
}

extension JSONValue {
    /// The state of some tags: null for a key that is not in `present`.
    static func tags(_ keys: [String], in present: [String: String]) -> JSONValue {
        .object(keys.reduce(into: [:]) { $0[$1] = present[$1].map { .string($0) } ?? .null })
    }
}

/// Tags of EC2 resources.
package struct ResourceTags: TagProperty {
    package init() {}
    package let kind: ChangeKind = "ec2.tags"
    package let operations: [any AWSOperation.Type] = [
        EC2.DescribeTags.self, EC2.CreateTags.self, EC2.DeleteTags.self,
    ]

    package func tags(of target: Target, in session: ReadSession) async throws -> [String: String] {
        let tags = try await session.reader(target.region).all(
            EC2.DescribeTags(filters: [EC2.Filter("resource-id", [target.id])])
        )
        return Dictionary(tags.map { ($0.key, $0.value) }) { _, last in last }
    }

    package func change(
        _ target: Target,
        put: [String: String],
        remove: [String],
        in session: WriteSession
    ) async throws {
        let writer = session.writer(target.region)
        if !put.isEmpty { _ = try await writer.send(EC2.CreateTags(resourceIDs: [target.id], tags: .init(put))) }
        if let removal = EC2.DeleteTags(resourceIDs: [target.id], keys: remove) { _ = try await writer.send(removal) }
    }
}

/// Tags of IAM users and roles.
package struct PrincipalTags: TagProperty {
    package static let user = PrincipalTags(isRole: false)
    package static let role = PrincipalTags(isRole: true)
    private let isRole: Bool

    package var kind: ChangeKind { isRole ? "iam.role-tags" : "iam.user-tags" }
    package var operations: [any AWSOperation.Type] {
        isRole
            ? [IAM.ListRoleTags.self, IAM.TagRole.self, IAM.UntagRole.self]
            : [IAM.ListUserTags.self, IAM.TagUser.self, IAM.UntagUser.self]
    }

    package func tags(of target: Target, in session: ReadSession) async throws -> [String: String] {
        let reader = session.reader(target.region)
        let tags =
            isRole
            ? try await reader.all(IAM.ListRoleTags(roleName: target.id))
            : try await reader.all(IAM.ListUserTags(userName: target.id))
        return tags.dictionary
    }

    package func change(
        _ target: Target,
        put: [String: String],
        remove: [String],
        in session: WriteSession
    ) async throws {
        let writer = session.writer(target.region)
        if !put.isEmpty {
            _ =
                isRole
                ? try await writer.send(IAM.TagRole(roleName: target.id, tags: .init(put)))
                : try await writer.send(IAM.TagUser(userName: target.id, tags: .init(put)))
        }
        if !remove.isEmpty {
            _ =
                isRole
                ? try await writer.send(IAM.UntagRole(roleName: target.id, tagKeys: remove))
                : try await writer.send(IAM.UntagUser(userName: target.id, tagKeys: remove))
        }
    }
}

/// Tags of buckets. PutBucketTagging replaces them all, so the others are read and put again with ours.
package struct BucketTags: TagProperty {
    package init() {}
    package let kind: ChangeKind = "s3.bucket-tags"
    package let operations: [any AWSOperation.Type] = [
        S3.GetBucketTagging.self, S3.PutBucketTagging.self, S3.DeleteBucketTagging.self,
    ]

    package func tags(of target: Target, in session: ReadSession) async throws -> [String: String] {
        try await bucketTags(target.id, session.reader(target.region)).dictionary
    }

    package func change(
        _ target: Target,
        put: [String: String],
        remove: [String],
        in session: WriteSession
    ) async throws {
        let writer = session.writer(target.region)
        let present = try await bucketTags(target.id, writer.reader)
        // AWS keeps the order, and boto3 shows it: what stays keeps its place.
        var tags = present.filter { !remove.contains($0.key) }.map {
            AWSTag(key: $0.key, value: put[$0.key] ?? $0.value)
        }
        tags += [AWSTag](put.filter { entry in !present.contains { $0.key == entry.key } })
        if tags.isEmpty {
            _ = try await writer.send(S3.DeleteBucketTagging(bucket: target.id, owner: target.account.rawValue))
        } else {
            _ = try await writer.send(
                S3.PutBucketTagging(bucket: target.id, owner: target.account.rawValue, tags: tags)
            )
        }
    }
}

/// A bucket's tags, none at all included.
func bucketTags(_ bucket: String, _ reader: AWSReader) async throws(AWSError) -> [AWSTag] {
    let operation = S3.GetBucketTagging(bucket: bucket, owner: reader.account)
    return try await reader.send(operation, absent: .noSuchTagSet)?.tags ?? []
}
