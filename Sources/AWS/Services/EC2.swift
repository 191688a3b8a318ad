/// Amazon EC2, API version 2016-11-15. Names on the wire are those of the API model: a request's list goes by a singular
/// name (`InstanceId.1`), some differ from the documented one (`SecurityGroupId.1` for `Groups`).
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/>
package enum EC2 {
    package protocol Operation: AWSOperation {}

    /// Narrows a Describe call: the filter's name and the values of which any one must match.
    package struct Filter: Encodable, Hashable, Sendable {
        package var name: String
        package var values: [String]

        package init(_ name: String, _ values: [String]) {
            self.name = name
            self.values = values
        }

        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case values = "Value"
        }
    }

    /// Tags for resources of one type that the call creates.
    struct TagSpecification: Encodable, Hashable, Sendable {
        var resourceType: String
        var tags: [AWSTag]

        /// One specification; none at all without tags, which the API refuses.
        static func list(_ resourceType: String, _ tags: [AWSTag]) -> [TagSpecification] {
            tags.isEmpty ? [] : [TagSpecification(resourceType: resourceType, tags: tags)]
        }

        enum CodingKeys: String, CodingKey {
            case resourceType = "ResourceType"
            case tags = "Tag"
        }
    }
}

extension EC2.Operation {
    package static var service: AWSService { .ec2 }
}
