extension EC2 {
    /// What one rule of a security group lets through; the same shape is sent and answered.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html>
    package struct IPPermission: Codable, Hashable, Sendable {
        package struct IPv4Range: Codable, Hashable, Sendable {
            package var cidr: String
            package var description: String?

            package init(_ cidr: String, description: String? = nil) {
                self.cidr = cidr
                self.description = description
            }

            enum CodingKeys: String, CodingKey {
                case cidr = "CidrIp"
                case description = "Description"
            }
        }
        package struct IPv6Range: Codable, Hashable, Sendable {
            package var cidr: String
            package var description: String?

            package init(_ cidr: String, description: String? = nil) {
                self.cidr = cidr
                self.description = description
            }

            enum CodingKeys: String, CodingKey {
                case cidr = "CidrIpv6"
                case description = "Description"
            }
        }
        package struct PrefixList: Codable, Hashable, Sendable {
            package var id: String
            package var description: String?

            enum CodingKeys: String, CodingKey {
                case id = "PrefixListId"
                case description = "Description"
            }
        }
        package struct GroupPair: Codable, Hashable, Sendable {
            package var groupID: String?
            package var userID: String?
            package var description: String?

            enum CodingKeys: String, CodingKey {
                case groupID = "GroupId"
                case userID = "UserId"
                case description = "Description"
            }
        }

        /// `tcp`, `udp`, `icmp`, `icmpv6`, a protocol number, or `-1` for everything.
        package var ipProtocol: String
        /// Absent when the rule has no ports.
        package var fromPort: Int?
        package var toPort: Int?
        package var ipv4Ranges: [IPv4Range]
        package var ipv6Ranges: [IPv6Range]
        package var prefixLists: [PrefixList]
        package var groups: [GroupPair]

        package init(
            ipProtocol: String,
            fromPort: Int? = nil,
            toPort: Int? = nil,
            ipv4Ranges: [IPv4Range] = [],
            ipv6Ranges: [IPv6Range] = [],
            prefixLists: [PrefixList] = [],
            groups: [GroupPair] = []
        ) {
            self.ipProtocol = ipProtocol
            self.fromPort = fromPort
            self.toPort = toPort
            self.ipv4Ranges = ipv4Ranges
            self.ipv6Ranges = ipv6Ranges
            self.prefixLists = prefixLists
            self.groups = groups
        }

        enum CodingKeys: String, CodingKey {
            case ipProtocol = "IpProtocol"
            case fromPort = "FromPort"
            case toPort = "ToPort"
            case ipv4Ranges = "IpRanges"
            case ipv6Ranges = "Ipv6Ranges"
            case prefixLists = "PrefixListIds"
            case groups = "Groups"
        }
    }

    /// Rules one by one, each with an id that it keeps.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html>
    package struct DescribeSecurityGroupRules: Operation, PaginatedOperation {
        package var filters: [Filter]
        package var pageToken: String?

        package init(groupIDs: [String]) { filters = [Filter("group-id", groupIDs)] }

        enum CodingKeys: String, CodingKey {
            case filters = "Filter"
            case pageToken = "NextToken"
        }

        package struct Response: Decodable, Page, Sendable {
            package let items: [SecurityGroupRule]
            package let nextPageToken: String?

            enum CodingKeys: String, CodingKey {
                case items = "securityGroupRuleSet"
                case nextPageToken = "nextToken"
            }
        }
    }

    package struct SecurityGroupRule: Decodable, Hashable, Sendable {
        package struct Reference: Decodable, Hashable, Sendable {
            package var groupID: String?
            package var userID: String?
            enum CodingKeys: String, CodingKey {
                case groupID = "groupId"
                case userID = "userId"
            }
        }
        package var id: String
        package var groupID: String
        package var isEgress: Bool
        package var ipProtocol: String
        package var fromPort: Int?
        package var toPort: Int?
        package var cidrIPv4: String?
        package var cidrIPv6: String?
        package var prefixListID: String?
        package var referencedGroup: Reference?
        package var description: String?
        package var tags: [AWSTag]

        enum CodingKeys: String, CodingKey {
            case id = "securityGroupRuleId"
            case groupID = "groupId"
            case isEgress
            case ipProtocol
            case fromPort
            case toPort
            case cidrIPv4 = "cidrIpv4"
            case cidrIPv6 = "cidrIpv6"
            case prefixListID = "prefixListId"
            case referencedGroup = "referencedGroupInfo"
            case description
            case tags = "tagSet"
        }
    }

    /// Adds rules for traffic in; a rule that is there already is refused with `InvalidPermission.Duplicate`.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html>
    package struct AuthorizeSecurityGroupIngress: Operation, WriteOperation {
        package static let idempotent = true
        package var groupID: String
        package var permissions: [IPPermission]

        package init(groupID: String, permissions: [IPPermission]) {
            self.groupID = groupID
            self.permissions = permissions
        }

        typealias CodingKeys = RuleKeys
    }

    /// Adds rules for traffic out; a rule that is there already is refused with `InvalidPermission.Duplicate`.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupEgress.html>
    package struct AuthorizeSecurityGroupEgress: Operation, WriteOperation {
        package static let idempotent = true
        package var groupID: String
        package var permissions: [IPPermission]

        package init(groupID: String, permissions: [IPPermission]) {
            self.groupID = groupID
            self.permissions = permissions
        }

        typealias CodingKeys = RuleKeys
    }

    /// Takes away rules for traffic in, by what they allow or by their ids.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html>
    package struct RevokeSecurityGroupIngress: Operation, WriteOperation {
        package static let idempotent = true
        package var groupID: String
        package var permissions: [IPPermission]
        package var ruleIDs: [String]

        package init(groupID: String, permissions: [IPPermission] = [], ruleIDs: [String] = []) {
            self.groupID = groupID
            self.permissions = permissions
            self.ruleIDs = ruleIDs
        }

        typealias CodingKeys = RevokedRuleKeys
        package typealias Response = RevokedRules
    }

    /// Takes away rules for traffic out, by what they allow or by their ids.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupEgress.html>
    package struct RevokeSecurityGroupEgress: Operation, WriteOperation {
        package static let idempotent = true
        package var groupID: String
        package var permissions: [IPPermission]
        package var ruleIDs: [String]

        package init(groupID: String, permissions: [IPPermission] = [], ruleIDs: [String] = []) {
            self.groupID = groupID
            self.permissions = permissions
            self.ruleIDs = ruleIDs
        }

        typealias CodingKeys = RevokedRuleKeys
        package typealias Response = RevokedRules
    }

    /// What a revocation answers. In a default VPC rules that match nothing are no error: they come back here.
    package struct RevokedRules: Decodable, Hashable, Sendable {
        package var unknownPermissions: [IPPermission]
        enum CodingKeys: String, CodingKey { case unknownPermissions = "unknownIpPermissionSet" }
    }

    enum RuleKeys: String, CodingKey {
        case groupID = "GroupId"
        case permissions = "IpPermissions"
    }

    enum RevokedRuleKeys: String, CodingKey {
        case groupID = "GroupId"
        case permissions = "IpPermissions"
        case ruleIDs = "SecurityGroupRuleId"
    }
}
