/// The Security Token Service, API version 2011-06-15. <https://docs.aws.amazon.com/STS/latest/APIReference/>
package enum STS {
    package protocol Operation: AWSOperation {}

    /// Temporary credentials of a role. Declared a read: it changes nothing in the account.
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
    package struct AssumeRole: Operation, ReadOperation {
        package static let permissions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
        package var roleARN: String
        /// 2 to 64 characters of letters, digits and `+=,.@_-`.
        package var sessionName: String
        package var externalID: String?
        package var sourceIdentity: String?
        /// A session policy: JSON that narrows what the session may do.
        package var policy: String?
        package var tags: [AWSTag]?
        /// 900 up to the role's maximum, 3600 when one role assumes another.
        package var durationSeconds: Int?

        package init(
            roleARN: String,
            sessionName: String,
            externalID: String? = nil,
            sourceIdentity: String? = nil,
            policy: String? = nil,
            tags: [AWSTag] = [],
            durationSeconds: Int? = nil
        ) {
            self.roleARN = roleARN
            self.sessionName = sessionName
            self.externalID = externalID
            self.sourceIdentity = sourceIdentity
            self.policy = policy
            self.tags = tags.isEmpty ? nil : tags
            self.durationSeconds = durationSeconds
        }

        enum CodingKeys: String, CodingKey {
            case roleARN = "RoleArn"
            case sessionName = "RoleSessionName"
            case externalID = "ExternalId"
            case sourceIdentity = "SourceIdentity"
            case policy = "Policy"
            case tags = "Tags"
            case durationSeconds = "DurationSeconds"
        }

        package struct Response: Decodable, Sendable {
            package struct User: Decodable, Hashable, Sendable {
                package var arn: String
                enum CodingKeys: String, CodingKey { case arn = "Arn" }
            }
            package var credentials: Credentials
            package var assumedRoleUser: User
            enum CodingKeys: String, CodingKey {
                case credentials = "Credentials"
                case assumedRoleUser = "AssumedRoleUser"
            }
        }
    }

    /// Who the credentials belong to; needs no permission.
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
    package struct GetCallerIdentity: Operation, ReadOperation {
        package static let permissions: [String] = []

        package init() {}

        package struct Response: Decodable, Hashable, Sendable {
            package var account: String
            package var arn: String
            package var userID: String
            enum CodingKeys: String, CodingKey {
                case account = "Account"
                case arn = "Arn"
                case userID = "UserId"
            }
        }
    }
}

extension STS.Operation {
    package static var service: AWSService { .sts }
}
