extension EC2 {
    /// Adds tags, or overwrites those with the same key; other tags stay. At most 50 on a resource.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html>
    package struct CreateTags: Operation, WriteOperation {
        package static let idempotent = true
        package var resourceIDs: [String]
        package var tags: [AWSTag]

        package init(resourceIDs: [String], tags: [AWSTag]) {
            self.resourceIDs = resourceIDs
            self.tags = tags
        }

        enum CodingKeys: String, CodingKey {
            case resourceIDs = "ResourceId"
            case tags = "Tag"
        }
    }

    /// Deletes tags by key, whatever their values.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html>
    package struct DeleteTags: Operation, WriteOperation {
        package static let idempotent = true

        struct Key: Encodable, Hashable, Sendable {
            var key: String
            enum CodingKeys: String, CodingKey { case key = "Key" }
        }
        package var resourceIDs: [String]
        private var tags: [Key]

        /// Nil without keys or resources: asked to delete no key in particular, EC2 deletes all the tags.
        package init?(resourceIDs: [String], keys: [String]) {
            guard !keys.isEmpty, !resourceIDs.isEmpty else { return nil }
            self.resourceIDs = resourceIDs
            tags = keys.map { Key(key: $0) }
        }

        enum CodingKeys: String, CodingKey {
            case resourceIDs = "ResourceId"
            case tags = "Tag"
        }
    }

    /// Tags of any resources, by filter (`resource-id`, `key`, `value`).
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html>
    package struct DescribeTags: Operation, PaginatedOperation {
        package var filters: [Filter]
        package var pageToken: String?

        package init(filters: [Filter]) { self.filters = filters }

        enum CodingKeys: String, CodingKey {
            case filters = "Filter"
            case pageToken = "NextToken"
        }

        package struct Response: Decodable, Page, Sendable {
            package let items: [ResourceTag]
            package let nextPageToken: String?

            enum CodingKeys: String, CodingKey {
                case items = "tagSet"
                case nextPageToken = "nextToken"
            }
        }
    }

    /// A tag and the resource that has it.
    package struct ResourceTag: Decodable, Hashable, Sendable {
        package var resourceID: String
        package var resourceType: String
        package var key: String
        package var value: String

        enum CodingKeys: String, CodingKey {
            case resourceID = "resourceId"
            case resourceType
            case key
            case value
        }
    }
}
