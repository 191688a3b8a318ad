extension EC2 {
    /// Network interfaces by id or filter.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html>
    package struct DescribeNetworkInterfaces: Operation, PaginatedOperation {
        package var interfaceIDs: [String]
        package var filters: [Filter]
        package var pageToken: String?

        package init(interfaceIDs: [String] = [], filters: [Filter] = []) {
            self.interfaceIDs = interfaceIDs
            self.filters = filters
        }

        enum CodingKeys: String, CodingKey {
            case interfaceIDs = "NetworkInterfaceId"
            case filters = "Filter"
            case pageToken = "NextToken"
        }

        package struct Response: Decodable, Page, Sendable {
            package let items: [NetworkInterface]
            package let nextPageToken: String?

            enum CodingKeys: String, CodingKey {
                case items = "networkInterfaceSet"
                case nextPageToken = "nextToken"
            }
        }
    }

    package struct NetworkInterface: Decodable, Hashable, Sendable {
        package struct Group: Decodable, Hashable, Sendable {
            package var id: String
            package var name: String
            enum CodingKeys: String, CodingKey {
                case id = "groupId"
                case name = "groupName"
            }
        }
        package struct Attachment: Decodable, Hashable, Sendable {
            /// Absent when the interface hangs on something else than an instance.
            package var instanceID: String?
            package var instanceOwnerID: String?
            package var deviceIndex: Int?
            enum CodingKeys: String, CodingKey {
                case instanceID = "instanceId"
                case instanceOwnerID = "instanceOwnerId"
                case deviceIndex
            }
        }
        /// The service that made the resource and manages it.
        package struct Operator: Decodable, Hashable, Sendable {
            package var managed: Bool?
            package var principal: String?
        }
        package struct IPv6Address: Decodable, Hashable, Sendable {
            package var address: String
            enum CodingKeys: String, CodingKey { case address = "ipv6Address" }
        }

        package var id: String
        package var vpcID: String?
        package var subnetID: String?
        package var ownerID: String?
        package var description: String?
        /// `interface`, `lambda`, `nat_gateway` and so on.
        package var interfaceType: String?
        package var groups: [Group]
        package var attachment: Attachment?
        /// True for an interface that an AWS service made and the account may not change.
        package var requesterManaged: Bool?
        package var requesterID: String?
        package var `operator`: Operator?
        package var privateIPAddress: String?
        package var ipv6Addresses: [IPv6Address]
        package var tags: [AWSTag]

        enum CodingKeys: String, CodingKey {
            case id = "networkInterfaceId"
            case vpcID = "vpcId"
            case subnetID = "subnetId"
            case ownerID = "ownerId"
            case description
            case interfaceType
            case groups = "groupSet"
            case attachment
            case requesterManaged
            case requesterID = "requesterId"
            case `operator`
            case privateIPAddress = "privateIpAddress"
            case ipv6Addresses = "ipv6AddressesSet"
            case tags = "tagSet"
        }
    }

    /// Replaces an interface's security groups: at least one, all of the interface's VPC.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html>
    package struct ModifyNetworkInterfaceAttribute: Operation, WriteOperation {
        package static let idempotent = true
        package var interfaceID: String
        package var groupIDs: [String]

        package init(interfaceID: String, groupIDs: [String]) {
            self.interfaceID = interfaceID
            self.groupIDs = groupIDs
        }

        enum CodingKeys: String, CodingKey {
            case interfaceID = "NetworkInterfaceId"
            case groupIDs = "SecurityGroupId"
        }
    }
}
