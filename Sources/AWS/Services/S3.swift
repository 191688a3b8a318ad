package import Foundation

/// Amazon S3, API version 2006-03-01. Every call names the account that must own the bucket: were the bucket deleted and
/// its name taken by somebody else, S3 refuses the call. <https://docs.aws.amazon.com/AmazonS3/latest/API/>
package enum S3 {
    package protocol Operation: AWSOperation {
        var bucket: String { get }
        /// The account id that must own the bucket.
        var owner: String { get }
        static var method: Route.Method { get }
        static var subresource: String { get }
    }
}

extension S3.Operation {
    package static var service: AWSService { .s3 }
    package static var method: Route.Method { .get }
    package var payload: Payload { .none }
    package var route: Route {
        Route(
            Self.method,
            bucket: bucket,
            subresource: Self.subresource,
            headers: ["x-amz-expected-bucket-owner": owner]
        )
    }
}

extension S3 {
    /// The region that a bucket is in.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html>
    package struct GetBucketLocation: Operation, ReadOperation {
        package static let subresource = "location"
        package var bucket: String
        package var owner: String

        package init(bucket: String, owner: String) {
            self.bucket = bucket
            self.owner = owner
        }

        package struct Response: Decodable, Hashable, Sendable {
            package let region: String

            /// `us-east-1` answers an empty constraint, and old buckets in `eu-west-1` answer `EU`.
            package init(from decoder: any Decoder) throws {
                let constraint = try decoder.singleValueContainer().decode(String.self)
                region = constraint.isEmpty ? "us-east-1" : constraint == "EU" ? "eu-west-1" : constraint
            }
        }
    }

    /// A bucket's policy, byte for byte; `NoSuchBucketPolicy` when it has none.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html>
    package struct GetBucketPolicy: Operation, ReadOperation {
        package static let subresource = "policy"
        package var bucket: String
        package var owner: String

        package init(bucket: String, owner: String) {
            self.bucket = bucket
            self.owner = owner
        }

        package struct Response: RawResponse, Hashable {
            package let policy: String
            package init(body: Data) { policy = String(decoding: body, as: UTF8.self) }
        }
    }

    /// Sets or replaces a bucket's policy.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html>
    package struct PutBucketPolicy: Operation, WriteOperation {
        package static let idempotent = true
        package static let method = Route.Method.put
        package static let subresource = "policy"
        package var bucket: String
        package var owner: String
        /// JSON, at most 20 KB.
        package var policy: String

        package init(bucket: String, owner: String, policy: String) {
            self.bucket = bucket
            self.owner = owner
            self.policy = policy
        }

        package var payload: Payload { .raw(Data(policy.utf8)) }
    }

    /// Deletes a bucket's policy; no error when it has none.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html>
    package struct DeleteBucketPolicy: Operation, WriteOperation {
        package static let idempotent = true
        package static let method = Route.Method.delete
        package static let subresource = "policy"
        package var bucket: String
        package var owner: String

        package init(bucket: String, owner: String) {
            self.bucket = bucket
            self.owner = owner
        }
    }
}
