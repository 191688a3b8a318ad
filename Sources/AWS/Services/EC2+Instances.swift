extension EC2 {
    /// Instances by id or filter.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html>
    package struct DescribeInstances: Operation, PaginatedOperation {
        package var instanceIDs: [String]
        package var filters: [Filter]
        package var pageToken: String?

        package init(instanceIDs: [String] = [], filters: [Filter] = []) {
            self.instanceIDs = instanceIDs
            self.filters = filters
        }

        enum CodingKeys: String, CodingKey {
            case instanceIDs = "InstanceId"
            case filters = "Filter"
            case pageToken = "NextToken"
        }

        package struct Response: Decodable, Page, Sendable {
            struct Reservation: Decodable {
                var instancesSet: [Instance]
            }
            package let items: [Instance]
            package let nextPageToken: String?

            enum CodingKeys: String, CodingKey {
                case reservations = "reservationSet"
                case nextToken
            }

            package init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                items = try container.decode([Reservation].self, forKey: .reservations).flatMap(\.instancesSet)
                nextPageToken = try container.decodeIfPresent(String.self, forKey: .nextToken)
            }
        }
    }

    package struct Instance: Decodable, Hashable, Sendable {
        /// `pending`, `running`, `shutting-down`, `terminated`, `stopping` or `stopped`.
        package struct State: Decodable, Hashable, Sendable {
            package var name: String
        }
        package struct Interface: Decodable, Hashable, Sendable {
            package var id: String
            enum CodingKeys: String, CodingKey { case id = "networkInterfaceId" }
        }
        package struct BlockDevice: Decodable, Hashable, Sendable {
            package struct EBS: Decodable, Hashable, Sendable {
                package var volumeID: String
                enum CodingKeys: String, CodingKey { case volumeID = "volumeId" }
            }
            package var deviceName: String
            package var ebs: EBS?
        }
        package struct Profile: Decodable, Hashable, Sendable {
            package var arn: String
        }

        package var id: String
        package var state: State
        /// Absent once the instance is terminated.
        package var vpcID: String?
        package var subnetID: String?
        package var privateIPAddress: String?
        package var instanceType: String?
        /// `ebs` or `instance-store`.
        package var rootDeviceType: String?
        /// `spot` or `scheduled`; absent for on-demand instances.
        package var lifecycle: String?
        package var profile: Profile?
        package var interfaces: [Interface]
        package var blockDevices: [BlockDevice]
        package var tags: [AWSTag]

        enum CodingKeys: String, CodingKey {
            case id = "instanceId"
            case state = "instanceState"
            case vpcID = "vpcId"
            case subnetID = "subnetId"
            case privateIPAddress = "privateIpAddress"
            case instanceType
            case rootDeviceType
            case lifecycle = "instanceLifecycle"
            case profile = "iamInstanceProfile"
            case interfaces = "networkInterfaceSet"
            case blockDevices = "blockDeviceMapping"
            case tags = "tagSet"
        }
    }
}
