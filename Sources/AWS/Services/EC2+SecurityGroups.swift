extension EC2 {
    /// Security groups by id or filter.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html>
    package struct DescribeSecurityGroups: Operation, PaginatedOperation {
        package var groupIDs: [String]
        package var filters: [Filter]
        package var pageToken: String?

        package init(groupIDs: [String] = [], filters: [Filter] = []) {
            self.groupIDs = groupIDs
            self.filters = filters
        }

        enum CodingKeys: String, CodingKey {
            case groupIDs = "GroupId"
            case filters = "Filter"
            case pageToken = "NextToken"
        }

        package struct Response: Decodable, Page, Sendable {
            package let items: [SecurityGroup]
            package let nextPageToken: String?

            enum CodingKeys: String, CodingKey {
                case items = "securityGroupInfo"
                case nextPageToken = "nextToken"
            }
        }
    }

    package struct SecurityGroup: Decodable, Hashable, Sendable {
        package var id: String
        package var name: String
        package var description: String
        package var vpcID: String?
        package var ownerID: String?
        package var ingress: [IPPermission]
        package var egress: [IPPermission]
        package var tags: [AWSTag]

        enum CodingKeys: String, CodingKey {
            case id = "groupId"
            case name = "groupName"
            case description = "groupDescription"
            case vpcID = "vpcId"
            case ownerID = "ownerId"
            case ingress = "ipPermissions"
            case egress = "ipPermissionsEgress"
            case tags = "tagSet"
        }
    }

    /// Creates a group. In a VPC its name is unique, and it starts with rules that allow everything out.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html>
    package struct CreateSecurityGroup: Operation, WriteOperation {
        package static let idempotent = false
        package static let permissions = ["ec2:CreateSecurityGroup", "ec2:CreateTags"]
        package var name: String
        package var description: String
        package var vpcID: String
        private var tagSpecifications: [TagSpecification]

        package init(name: String, description: String, vpcID: String, tags: [AWSTag] = []) {
            self.name = name
            self.description = description
            self.vpcID = vpcID
            tagSpecifications = TagSpecification.list("security-group", tags)
        }

        enum CodingKeys: String, CodingKey {
            case name = "GroupName"
            case description = "GroupDescription"
            case vpcID = "VpcId"
            case tagSpecifications = "TagSpecification"
        }

        package struct Response: Decodable, Sendable {
            package var groupID: String
            enum CodingKeys: String, CodingKey { case groupID = "groupId" }
        }
    }

    /// Deletes a group; refused with `DependencyViolation` while an interface or another group's rule uses it.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html>
    package struct DeleteSecurityGroup: Operation, WriteOperation {
        package static let idempotent = true
        package var groupID: String

        package init(groupID: String) { self.groupID = groupID }

        enum CodingKeys: String, CodingKey { case groupID = "GroupId" }
    }
}
