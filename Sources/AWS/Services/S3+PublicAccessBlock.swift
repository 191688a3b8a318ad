extension S3 {
    /// The four switches against public access.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html>
    package struct PublicAccessBlock: Codable, Hashable, Sendable {
        package var blockPublicACLs: Bool
        package var ignorePublicACLs: Bool
        package var blockPublicPolicy: Bool
        package var restrictPublicBuckets: Bool

        package init(
            blockPublicACLs: Bool,
            ignorePublicACLs: Bool,
            blockPublicPolicy: Bool,
            restrictPublicBuckets: Bool
        ) {
            self.blockPublicACLs = blockPublicACLs
            self.ignorePublicACLs = ignorePublicACLs
            self.blockPublicPolicy = blockPublicPolicy
            self.restrictPublicBuckets = restrictPublicBuckets
        }

        /// All four on.
        package static let all = PublicAccessBlock(
            blockPublicACLs: true,
            ignorePublicACLs: true,
            blockPublicPolicy: true,
            restrictPublicBuckets: true
        )

        enum CodingKeys: String, CodingKey {
            case blockPublicACLs = "BlockPublicAcls"
            case ignorePublicACLs = "IgnorePublicAcls"
            case blockPublicPolicy = "BlockPublicPolicy"
            case restrictPublicBuckets = "RestrictPublicBuckets"
        }
    }

    /// A bucket's public access block; `NoSuchPublicAccessBlockConfiguration` when it has none.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html>
    package struct GetPublicAccessBlock: Operation, ReadOperation {
        package static let permissions = ["s3:GetBucketPublicAccessBlock"]
        package static let subresource = "publicAccessBlock"
        package var bucket: String
        package var owner: String

        package init(bucket: String, owner: String) {
            self.bucket = bucket
            self.owner = owner
        }

        package typealias Response = PublicAccessBlock
    }

    /// Sets a bucket's public access block.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html>
    package struct PutPublicAccessBlock: Operation, WriteOperation {
        package static let idempotent = true
        package static let permissions = ["s3:PutBucketPublicAccessBlock"]
        package static let method = Route.Method.put
        package static let subresource = "publicAccessBlock"
        package var bucket: String
        package var owner: String
        package var configuration: PublicAccessBlock

        package init(bucket: String, owner: String, configuration: PublicAccessBlock) {
            self.bucket = bucket
            self.owner = owner
            self.configuration = configuration
        }

        package var payload: Payload { .xml(root: "PublicAccessBlockConfiguration", configuration) }
    }

    /// Deletes a bucket's public access block; no error when it has none.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html>
    package struct DeletePublicAccessBlock: Operation, WriteOperation {
        package static let idempotent = true
        package static let permissions = ["s3:PutBucketPublicAccessBlock"]
        package static let method = Route.Method.delete
        package static let subresource = "publicAccessBlock"
        package var bucket: String
        package var owner: String

        package init(bucket: String, owner: String) {
            self.bucket = bucket
            self.owner = owner
        }
    }
}
