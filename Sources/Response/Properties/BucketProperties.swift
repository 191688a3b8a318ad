package import AWS
package import Incidents

/// A bucket's own public-access block: its four settings, or null when it has none.
package struct BucketPublicAccess: Property {
    /// The settings by their wire names.
    static let settings = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]

    package init() {}
    package let kind: ChangeKind = "s3.public-access-block"
    package let operations: [any AWSOperation.Type] = [
        S3.GetPublicAccessBlock.self, S3.PutPublicAccessBlock.self, S3.DeletePublicAccessBlock.self,
    ]

    package func read(_ change: Change, in session: ReadSession) async throws -> Reading {
        let block = try await Self.block(of: change.target.id, session.reader(change.target.region))
        return Reading(block.map { .object($0.mapValues { .bool($0) }) } ?? .null)
    }

    static func block(of bucket: String, _ reader: AWSReader) async throws -> [String: Bool]? {
        let operation = S3.GetPublicAccessBlock(bucket: bucket, owner: reader.account)
        guard let block = try await reader.send(operation, absent: .noSuchPublicAccessBlock) else { return nil }
        return [
            "BlockPublicAcls": block.blockPublicACLs, "IgnorePublicAcls": block.ignorePublicACLs,
            "BlockPublicPolicy": block.blockPublicPolicy, "RestrictPublicBuckets": block.restrictPublicBuckets,
        ]
    }

    package func set(
        _ change: Change,
        to state: JSONValue,
        in session: WriteSession
    ) async throws -> [String: String] {
        let writer = session.writer(change.target.region)
        if let settings = state.object {
            func on(_ name: String) -> Bool { settings[name]?.bool ?? false }
            _ = try await writer.send(
                S3.PutPublicAccessBlock(
                    bucket: change.target.id,
                    owner: change.target.account.rawValue,
                    configuration: .init(
                        blockPublicACLs: on("BlockPublicAcls"),
                        ignorePublicACLs: on("IgnorePublicAcls"),
                        blockPublicPolicy: on("BlockPublicPolicy"),
                        restrictPublicBuckets: on("RestrictPublicBuckets")
                    )
                )
            )
        } else {
            _ = try await writer.send(
                S3.DeletePublicAccessBlock(bucket: change.target.id, owner: change.target.account.rawValue)
            )
        }
        return [:]
    }
}

/// A bucket's policy, verbatim; null when it has none.
package struct BucketPolicy: Property {
    package init() {}
    package let kind: ChangeKind = "s3.bucket-policy"
    package let operations: [any AWSOperation.Type] = [
        S3.GetBucketPolicy.self, S3.PutBucketPolicy.self, S3.DeleteBucketPolicy.self,
    ]

    package func read(_ change: Change, in session: ReadSession) async throws -> Reading {
        let policy = try await Self.policy(of: change.target.id, session.reader(change.target.region))
        return Reading(policy.map { .string($0) } ?? .null)
    }

    static func policy(of bucket: String, _ reader: AWSReader) async throws -> String? {
        let operation = S3.GetBucketPolicy(bucket: bucket, owner: reader.account)
        return try await reader.send(operation, absent: .noSuchBucketPolicy)?.policy
    }

    package func set(
        _ change: Change,
        to state: JSONValue,
        in session: WriteSession
    ) async throws -> [String: String] {
        let writer = session.writer(change.target.region)
        if let policy = state.string {
            _ = try await writer.send(
                S3.PutBucketPolicy(bucket: change.target.id, owner: change.target.account.rawValue, policy: policy)
            )
        } else {
            _ = try await writer.send(
                S3.DeleteBucketPolicy(bucket: change.target.id, owner: change.target.account.rawValue)
            )
        }
        return [:]
    }

    package func same(_ a: JSONValue, _ b: JSONValue) -> Bool { PolicyDocument.same(a, b) }
}
