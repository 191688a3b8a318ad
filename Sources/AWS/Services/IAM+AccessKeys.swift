package import Foundation

extension IAM {
    /// A user's access keys, without secrets.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html>
    package struct ListAccessKeys: Operation, PaginatedOperation {
        package var userName: String
        package var pageToken: String?

        package init(userName: String) { self.userName = userName }

        enum CodingKeys: String, CodingKey {
            case userName = "UserName"
            case pageToken = "Marker"
        }

        package struct Response: Decodable, Page, Sendable {
            package let items: [AccessKey]
            package let nextPageToken: String?

            enum CodingKeys: String, CodingKey {
                case items = "AccessKeyMetadata"
                case nextPageToken = "Marker"
            }
        }
    }

    package struct AccessKey: Decodable, Hashable, Sendable {
        package var id: String
        package var userName: String
        package var status: AccessKeyStatus
        package var createDate: Date?

        enum CodingKeys: String, CodingKey {
            case id = "AccessKeyId"
            case userName = "UserName"
            case status = "Status"
            case createDate = "CreateDate"
        }
    }

    /// `Active`, `Inactive`, or what AWS adds later.
    package struct AccessKeyStatus: RawRepresentable, Codable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let active = AccessKeyStatus(rawValue: "Active")
        package static let inactive = AccessKeyStatus(rawValue: "Inactive")
    }

    /// Whose key it is, and when it was last used.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html>
    package struct GetAccessKeyLastUsed: Operation, ReadOperation {
        package var accessKeyID: String

        package init(accessKeyID: String) { self.accessKeyID = accessKeyID }

        enum CodingKeys: String, CodingKey { case accessKeyID = "AccessKeyId" }

        package struct Response: Decodable, Hashable, Sendable {
            package struct LastUsed: Decodable, Hashable, Sendable {
                /// Absent for a key that was never used.
                package var date: Date?
                package var region: String
                package var serviceName: String
                enum CodingKeys: String, CodingKey {
                    case date = "LastUsedDate"
                    case region = "Region"
                    case serviceName = "ServiceName"
                }
            }
            package var userName: String?
            package var lastUsed: LastUsed?
            enum CodingKeys: String, CodingKey {
                case userName = "UserName"
                case lastUsed = "AccessKeyLastUsed"
            }
        }
    }

    /// Makes a key active or inactive. <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html>
    package struct UpdateAccessKey: Operation, WriteOperation {
        package static let idempotent = true
        package var userName: String
        package var accessKeyID: String
        package var status: AccessKeyStatus

        package init(userName: String, accessKeyID: String, status: AccessKeyStatus) {
            self.userName = userName
            self.accessKeyID = accessKeyID
            self.status = status
        }

        enum CodingKeys: String, CodingKey {
            case userName = "UserName"
            case accessKeyID = "AccessKeyId"
            case status = "Status"
        }
    }
}
