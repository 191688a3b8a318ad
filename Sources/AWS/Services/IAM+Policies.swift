extension IAM {
    /// An inline policy of a user. <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html>
    package struct GetUserPolicy: Operation, ReadOperation {
        package var userName: String
        package var policyName: String

        package init(userName: String, policyName: String) {
            self.userName = userName
            self.policyName = policyName
        }

        typealias CodingKeys = UserPolicyKeys
        package typealias Response = InlinePolicy
    }

    /// Adds an inline policy to a user, or replaces the one of that name.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html>
    package struct PutUserPolicy: Operation, WriteOperation {
        package static let idempotent = true
        package var userName: String
        package var policyName: String
        /// JSON.
        package var policyDocument: String

        package init(userName: String, policyName: String, policyDocument: String) {
            self.userName = userName
            self.policyName = policyName
            self.policyDocument = policyDocument
        }

        enum CodingKeys: String, CodingKey {
            case userName = "UserName"
            case policyName = "PolicyName"
            case policyDocument = "PolicyDocument"
        }
    }

    /// Deletes an inline policy of a user.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html>
    package struct DeleteUserPolicy: Operation, WriteOperation {
        package static let idempotent = true
        package var userName: String
        package var policyName: String

        package init(userName: String, policyName: String) {
            self.userName = userName
            self.policyName = policyName
        }

        typealias CodingKeys = UserPolicyKeys
    }

    /// An inline policy of a role. <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html>
    package struct GetRolePolicy: Operation, ReadOperation {
        package var roleName: String
        package var policyName: String

        package init(roleName: String, policyName: String) {
            self.roleName = roleName
            self.policyName = policyName
        }

        typealias CodingKeys = RolePolicyKeys
        package typealias Response = InlinePolicy
    }

    /// Adds an inline policy to a role, or replaces the one of that name.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html>
    package struct PutRolePolicy: Operation, WriteOperation {
        package static let idempotent = true
        package var roleName: String
        package var policyName: String
        /// JSON.
        package var policyDocument: String

        package init(roleName: String, policyName: String, policyDocument: String) {
            self.roleName = roleName
            self.policyName = policyName
            self.policyDocument = policyDocument
        }

        enum CodingKeys: String, CodingKey {
            case roleName = "RoleName"
            case policyName = "PolicyName"
            case policyDocument = "PolicyDocument"
        }
    }

    /// Deletes an inline policy of a role.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html>
    package struct DeleteRolePolicy: Operation, WriteOperation {
        package static let idempotent = true
        package var roleName: String
        package var policyName: String

        package init(roleName: String, policyName: String) {
            self.roleName = roleName
            self.policyName = policyName
        }

        typealias CodingKeys = RolePolicyKeys
    }

    package struct InlinePolicy: Decodable, Hashable, Sendable {
        package var policyName: String
        package var policyDocument: PolicyDocument

        enum CodingKeys: String, CodingKey {
            case policyName = "PolicyName"
            case policyDocument = "PolicyDocument"
        }
    }

    /// The managed policies attached to a user.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html>
    package struct ListAttachedUserPolicies: Operation, PaginatedOperation {
        package var userName: String
        package var pageToken: String?

        package init(userName: String) { self.userName = userName }

        typealias CodingKeys = UserListKeys

        package struct Response: Decodable, Page, Sendable {
            package let items: [AttachedPolicy]
            package let nextPageToken: String?

            enum CodingKeys: String, CodingKey {
                case items = "AttachedPolicies"
                case nextPageToken = "Marker"
            }
        }
    }

    package struct AttachedPolicy: Decodable, Hashable, Sendable {
        package var name: String
        package var arn: String

        enum CodingKeys: String, CodingKey {
            case name = "PolicyName"
            case arn = "PolicyArn"
        }
    }

    /// The names of a user's inline policies.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html>
    package struct ListUserPolicies: Operation, PaginatedOperation {
        package var userName: String
        package var pageToken: String?

        package init(userName: String) { self.userName = userName }

        typealias CodingKeys = UserListKeys

        package struct Response: Decodable, Page, Sendable {
            package let items: [String]
            package let nextPageToken: String?

            enum CodingKeys: String, CodingKey {
                case items = "PolicyNames"
                case nextPageToken = "Marker"
            }
        }
    }

    enum UserListKeys: String, CodingKey {
        case userName = "UserName"
        case pageToken = "Marker"
    }

    enum UserPolicyKeys: String, CodingKey {
        case userName = "UserName"
        case policyName = "PolicyName"
    }

    enum RolePolicyKeys: String, CodingKey {
        case roleName = "RoleName"
        case policyName = "PolicyName"
    }
}
