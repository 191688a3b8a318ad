internal import Foundation

/// Identity and Access Management, API version 2010-05-08. One endpoint in a partition, whatever the scope's region.
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/>
package enum IAM {
    package protocol Operation: AWSOperation {}

    /// A policy document. IAM answers it percent-encoded (RFC 3986); here it is the JSON as it was put.
    package struct PolicyDocument: Decodable, Hashable, Sendable {
        package let text: String

        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            guard let text = try container.decode(String.self).removingPercentEncoding else {
                throw DecodingError.dataCorruptedError(
                    in: container,
                    debugDescription: "the policy document is not percent-encoded UTF-8"
                )
            }
            self.text = text
        }
    }

    package struct PermissionsBoundary: Decodable, Hashable, Sendable {
        package var arn: String
        enum CodingKeys: String, CodingKey { case arn = "PermissionsBoundaryArn" }
    }
}

extension IAM.Operation {
    package static var service: AWSService { .iam }
}
