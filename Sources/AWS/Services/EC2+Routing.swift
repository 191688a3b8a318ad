extension EC2 {
    /// Route tables by filter (`association.subnet-id`, `vpc-id`).
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html>
    package struct DescribeRouteTables: Operation, PaginatedOperation {
        package var filters: [Filter]
        package var pageToken: String?

        package init(filters: [Filter]) { self.filters = filters }

        enum CodingKeys: String, CodingKey {
            case filters = "Filter"
            case pageToken = "NextToken"
        }

        package struct Response: Decodable, Page, Sendable {
            package let items: [RouteTable]
            package let nextPageToken: String?

            enum CodingKeys: String, CodingKey {
                case items = "routeTableSet"
                case nextPageToken = "nextToken"
            }
        }
    }

    package struct RouteTable: Decodable, Hashable, Sendable {
        package struct Association: Decodable, Hashable, Sendable {
            /// True for the table of every subnet that has none of its own.
            package var main: Bool?
            package var subnetID: String?
            package var gatewayID: String?
            enum CodingKeys: String, CodingKey {
                case main
                case subnetID = "subnetId"
                case gatewayID = "gatewayId"
            }
        }
        /// Where one destination goes: one of the ids is present.
        package struct Route: Decodable, Hashable, Sendable {
            package var destinationCIDR: String?
            package var destinationIPv6CIDR: String?
            package var destinationPrefixListID: String?
            /// `local`, an internet or virtual private gateway, or a gateway endpoint (`vpce-…`).
            package var gatewayID: String?
            package var natGatewayID: String?
            package var transitGatewayID: String?
            package var egressOnlyInternetGatewayID: String?
            package var networkInterfaceID: String?
            package var vpcPeeringConnectionID: String?
            /// `active` or `blackhole`.
            package var state: String?

            enum CodingKeys: String, CodingKey {
                case destinationCIDR = "destinationCidrBlock"
                case destinationIPv6CIDR = "destinationIpv6CidrBlock"
                case destinationPrefixListID = "destinationPrefixListId"
                case gatewayID = "gatewayId"
                case natGatewayID = "natGatewayId"
                case transitGatewayID = "transitGatewayId"
                case egressOnlyInternetGatewayID = "egressOnlyInternetGatewayId"
                case networkInterfaceID = "networkInterfaceId"
                case vpcPeeringConnectionID = "vpcPeeringConnectionId"
                case state
            }
        }

        package var id: String
        package var vpcID: String?
        package var routes: [Route]
        package var associations: [Association]

        enum CodingKeys: String, CodingKey {
            case id = "routeTableId"
            case vpcID = "vpcId"
            case routes = "routeSet"
            case associations = "associationSet"
        }
    }

    /// VPC endpoints by filter (`vpc-id`).
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html>
    package struct DescribeVpcEndpoints: Operation, PaginatedOperation {
        package var filters: [Filter]
        package var pageToken: String?

        package init(filters: [Filter]) { self.filters = filters }

        enum CodingKeys: String, CodingKey {
            case filters = "Filter"
            case pageToken = "NextToken"
        }

        package struct Response: Decodable, Page, Sendable {
            package let items: [VPCEndpoint]
            package let nextPageToken: String?

            enum CodingKeys: String, CodingKey {
                case items = "vpcEndpointSet"
                case nextPageToken = "nextToken"
            }
        }
    }

    package struct VPCEndpoint: Decodable, Hashable, Sendable {
        package var id: String
        /// `Interface`, `Gateway`, `GatewayLoadBalancer` and so on.
        package var type: String?
        package var vpcID: String?
        package var serviceName: String?
        package var state: String?
        package var subnetIDs: [String]

        enum CodingKeys: String, CodingKey {
            case id = "vpcEndpointId"
            case type = "vpcEndpointType"
            case vpcID = "vpcId"
            case serviceName
            case state
            case subnetIDs = "subnetIdSet"
        }
    }
}
