package import Foundation

extension EC2 {
    /// Snapshots all volumes of an instance at one point in time, crash-consistent across them.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshots.html>
    package struct CreateSnapshots: Operation, WriteOperation {
        package static let idempotent = false
        package static let permissions = ["ec2:CreateSnapshots", "ec2:CreateTags"]

        struct InstanceSpecification: Encodable, Hashable, Sendable {
            var instanceID: String
            var excludeBootVolume: Bool
            enum CodingKeys: String, CodingKey {
                case instanceID = "InstanceId"
                case excludeBootVolume = "ExcludeBootVolume"
            }
        }
        private var instance: InstanceSpecification
        private var description: String
        private var tagSpecifications: [TagSpecification]
        private var copyTagsFromSource: String?

        /// `copyVolumeTags` gives each snapshot its volume's tags too.
        package init(
            instanceID: String,
            excludeBootVolume: Bool = false,
            description: String,
            tags: [AWSTag],
            copyVolumeTags: Bool = false
        ) {
            instance = InstanceSpecification(instanceID: instanceID, excludeBootVolume: excludeBootVolume)
            self.description = description
            tagSpecifications = TagSpecification.list("snapshot", tags)
            copyTagsFromSource = copyVolumeTags ? "volume" : nil
        }

        enum CodingKeys: String, CodingKey {
            case instance = "InstanceSpecification"
            case description = "Description"
            case tagSpecifications = "TagSpecification"
            case copyTagsFromSource = "CopyTagsFromSource"
        }

        package struct Response: Decodable, Sendable {
            package var snapshots: [Snapshot]
            enum CodingKeys: String, CodingKey { case snapshots = "snapshotSet" }
        }
    }

    /// Snapshots by id or filter.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html>
    package struct DescribeSnapshots: Operation, PaginatedOperation {
        package var snapshotIDs: [String]
        /// Account ids or `self`; empty for every snapshot that the account can see.
        package var owners: [String]
        package var filters: [Filter]
        package var pageToken: String?

        package init(snapshotIDs: [String] = [], owners: [String] = ["self"], filters: [Filter] = []) {
            self.snapshotIDs = snapshotIDs
            self.owners = owners
            self.filters = filters
        }

        enum CodingKeys: String, CodingKey {
            case snapshotIDs = "SnapshotId"
            case owners = "Owner"
            case filters = "Filter"
            case pageToken = "NextToken"
        }

        package struct Response: Decodable, Page, Sendable {
            package let items: [Snapshot]
            package let nextPageToken: String?

            enum CodingKeys: String, CodingKey {
                case items = "snapshotSet"
                case nextPageToken = "nextToken"
            }
        }
    }

    package struct Snapshot: Decodable, Hashable, Sendable {
        package var id: String
        package var volumeID: String
        /// `pending`, `completed`, `error`, `recoverable` or `recovering`.
        package var state: String?
        package var startTime: Date?
        package var encrypted: Bool?
        package var ownerID: String?
        package var description: String?
        /// GiB.
        package var volumeSize: Int?
        package var tags: [AWSTag]

        enum CodingKeys: String, CodingKey {
            case id = "snapshotId"
            case volumeID = "volumeId"
            case status
            case state
            case startTime
            case encrypted
            case ownerID = "ownerId"
            case description
            case volumeSize
            case tags = "tagSet"
        }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = try container.decode(String.self, forKey: .id)
            volumeID = try container.decode(String.self, forKey: .volumeID)
            // DescribeSnapshots answers `status`, CreateSnapshots `state`.
            state = try container.decodeIfPresent(String.self, forKey: container.contains(.status) ? .status : .state)
            startTime = try container.decodeIfPresent(Date.self, forKey: .startTime)
            encrypted = try container.decodeIfPresent(Bool.self, forKey: .encrypted)
            ownerID = try container.decodeIfPresent(String.self, forKey: .ownerID)
            description = try container.decodeIfPresent(String.self, forKey: .description)
            volumeSize = try container.decodeIfPresent(Int.self, forKey: .volumeSize)
            tags = try container.decode([AWSTag].self, forKey: .tags)
        }
    }
}
