extension AWSError {
    /// An error's code as the service spells it. Services have thousands; those that Cordon tells apart have names here.
    package struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
        package init(stringLiteral value: String) { rawValue = value }
        package var description: String { rawValue }

        // Permissions and credentials, in the spellings of S3, IAM and STS, of JSON services, and of EC2.
        package static let accessDenied: Code = "AccessDenied"
        package static let accessDeniedException: Code = "AccessDeniedException"
        package static let unauthorizedOperation: Code = "UnauthorizedOperation"
        package static let authFailure: Code = "AuthFailure"
        package static let expiredToken: Code = "ExpiredToken"
        package static let invalidClientTokenID: Code = "InvalidClientTokenId"
        package static let signatureDoesNotMatch: Code = "SignatureDoesNotMatch"

        // What is not there.
        package static let noSuchEntity: Code = "NoSuchEntity"
        package static let noSuchBucket: Code = "NoSuchBucket"
        package static let noSuchBucketPolicy: Code = "NoSuchBucketPolicy"
        package static let noSuchTagSet: Code = "NoSuchTagSet"
        package static let noSuchPublicAccessBlock: Code = "NoSuchPublicAccessBlockConfiguration"
        package static let groupNotFound: Code = "InvalidGroup.NotFound"
        package static let permissionNotFound: Code = "InvalidPermission.NotFound"

        // What is there already, or in use.
        package static let duplicateGroup: Code = "InvalidGroup.Duplicate"
        package static let duplicatePermission: Code = "InvalidPermission.Duplicate"
        package static let dependencyViolation: Code = "DependencyViolation"

        // Cordon's own: nothing that AWS said.
        /// No source of credentials has any.
        package static let noCredentials: Code = "NoCredentials"
        /// Something in the AWS configuration (a profile, an endpoint URL) cannot be used.
        package static let badConfiguration: Code = "BadConfiguration"
        /// The answer came from something else than AWS: a proxy's page, an emulator without the call.
        package static let notAWS: Code = "NotAWS"
        /// The answer is cut short, or is not what the API promises.
        package static let unreadableAnswer: Code = "UnreadableAnswer"
        /// No answer: name resolution, connection, TLS, time-out.
        package static let noAnswer: Code = "NoAnswer"
        package static let cancelled: Code = "Cancelled"
    }
}
