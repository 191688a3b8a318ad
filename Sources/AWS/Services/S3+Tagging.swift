extension S3 {
    /// A bucket's tags; `NoSuchTagSet` when it has none.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html>
    package struct GetBucketTagging: Operation, ReadOperation {
        package static let subresource = "tagging"
        package var bucket: String
        package var owner: String

        package init(bucket: String, owner: String) {
            self.bucket = bucket
            self.owner = owner
        }

        package struct Response: Decodable, Hashable, Sendable {
            package var tags: [AWSTag]
            enum CodingKeys: String, CodingKey { case tags = "TagSet" }
        }
    }

    /// Replaces all the tags of a bucket: read them first, and send those to keep too.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html>
    package struct PutBucketTagging: Operation, WriteOperation {
        package static let idempotent = true
        package static let method = Route.Method.put
        package static let subresource = "tagging"
        package var bucket: String
        package var owner: String
        package var tags: [AWSTag]

        package init(bucket: String, owner: String, tags: [AWSTag]) {
            self.bucket = bucket
            self.owner = owner
            self.tags = tags
        }

        struct Tagging: Encodable, Sendable {
            struct TagSet: Encodable, Sendable {
                var tags: [AWSTag]
                enum CodingKeys: String, CodingKey { case tags = "Tag" }
            }
            var tagSet: TagSet
            enum CodingKeys: String, CodingKey { case tagSet = "TagSet" }
        }

        package var payload: Payload { .xml(root: "Tagging", Tagging(tagSet: .init(tags: tags))) }
    }

    /// Deletes all the tags of a bucket; no error when it has none.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html>
    package struct DeleteBucketTagging: Operation, WriteOperation {
        package static let idempotent = true
        package static let permissions = ["s3:PutBucketTagging"]
        package static let method = Route.Method.delete
        package static let subresource = "tagging"
        package var bucket: String
        package var owner: String

        package init(bucket: String, owner: String) {
            self.bucket = bucket
            self.owner = owner
        }
    }
}
