package import Foundation

extension IAM {
    /// A user, by name. <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html>
    package struct GetUser: Operation, ReadOperation {
        package var userName: String

        package init(userName: String) { self.userName = userName }

        enum CodingKeys: String, CodingKey { case userName = "UserName" }

        package struct Response: Decodable, Sendable {
            package var user: User
            enum CodingKeys: String, CodingKey { case user = "User" }
        }
    }

    package struct User: Decodable, Hashable, Sendable {
        package var name: String
        /// `AIDA…`, unique for ever, unlike the name.
        package var id: String
        package var arn: String
        package var path: String
        package var createDate: Date?
        package var passwordLastUsed: Date?
        package var permissionsBoundary: PermissionsBoundary?
        package var tags: [AWSTag]

        enum CodingKeys: String, CodingKey {
            case name = "UserName"
            case id = "UserId"
            case arn = "Arn"
            case path = "Path"
            case createDate = "CreateDate"
            case passwordLastUsed = "PasswordLastUsed"
            case permissionsBoundary = "PermissionsBoundary"
            case tags = "Tags"
        }
    }

    /// A user's tags. <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html>
    package struct ListUserTags: Operation, PaginatedOperation {
        package var userName: String
        package var pageToken: String?

        package init(userName: String) { self.userName = userName }

        enum CodingKeys: String, CodingKey {
            case userName = "UserName"
            case pageToken = "Marker"
        }

        package typealias Response = TagPage
    }

    /// Adds tags to a user, or overwrites those with the same key.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html>
    package struct TagUser: Operation, WriteOperation {
        package static let idempotent = true
        package var userName: String
        package var tags: [AWSTag]

        package init(userName: String, tags: [AWSTag]) {
            self.userName = userName
            self.tags = tags
        }

        enum CodingKeys: String, CodingKey {
            case userName = "UserName"
            case tags = "Tags"
        }
    }

    /// Removes tags from a user by key. <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html>
    package struct UntagUser: Operation, WriteOperation {
        package static let idempotent = true
        package var userName: String
        package var tagKeys: [String]

        package init(userName: String, tagKeys: [String]) {
            self.userName = userName
            self.tagKeys = tagKeys
        }

        enum CodingKeys: String, CodingKey {
            case userName = "UserName"
            case tagKeys = "TagKeys"
        }
    }

    package struct TagPage: Decodable, Page, Sendable {
        package let items: [AWSTag]
        package let nextPageToken: String?

        enum CodingKeys: String, CodingKey {
            case items = "Tags"
            case nextPageToken = "Marker"
        }
    }
}
