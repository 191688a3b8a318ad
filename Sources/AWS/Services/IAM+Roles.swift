package import Foundation

extension IAM {
    /// A role, by name. <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html>
    package struct GetRole: Operation, ReadOperation {
        package var roleName: String

        package init(roleName: String) { self.roleName = roleName }

        enum CodingKeys: String, CodingKey { case roleName = "RoleName" }

        package struct Response: Decodable, Sendable {
            package var role: Role
            enum CodingKeys: String, CodingKey { case role = "Role" }
        }
    }

    package struct Role: Decodable, Hashable, Sendable {
        package var name: String
        /// `AROA…`, unique for ever, unlike the name.
        package var id: String
        package var arn: String
        /// `/aws-service-role/…` for service-linked roles, `/aws-reserved/sso.amazonaws.com/…` for Identity Center's.
        package var path: String
        package var createDate: Date?
        package var trustPolicy: PolicyDocument?
        package var permissionsBoundary: PermissionsBoundary?
        package var tags: [AWSTag]

        enum CodingKeys: String, CodingKey {
            case name = "RoleName"
            case id = "RoleId"
            case arn = "Arn"
            case path = "Path"
            case createDate = "CreateDate"
            case trustPolicy = "AssumeRolePolicyDocument"
            case permissionsBoundary = "PermissionsBoundary"
            case tags = "Tags"
        }
    }

    /// A role's tags. <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html>
    package struct ListRoleTags: Operation, PaginatedOperation {
        package var roleName: String
        package var pageToken: String?

        package init(roleName: String) { self.roleName = roleName }

        enum CodingKeys: String, CodingKey {
            case roleName = "RoleName"
            case pageToken = "Marker"
        }

        package typealias Response = TagPage
    }

    /// Adds tags to a role, or overwrites those with the same key.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html>
    package struct TagRole: Operation, WriteOperation {
        package static let idempotent = true
        package var roleName: String
        package var tags: [AWSTag]

        package init(roleName: String, tags: [AWSTag]) {
            self.roleName = roleName
            self.tags = tags
        }

        enum CodingKeys: String, CodingKey {
            case roleName = "RoleName"
            case tags = "Tags"
        }
    }

    /// Removes tags from a role by key. <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html>
    package struct UntagRole: Operation, WriteOperation {
        package static let idempotent = true
        package var roleName: String
        package var tagKeys: [String]

        package init(roleName: String, tagKeys: [String]) {
            self.roleName = roleName
            self.tagKeys = tagKeys
        }

        enum CodingKeys: String, CodingKey {
            case roleName = "RoleName"
            case tagKeys = "TagKeys"
        }
    }
}
