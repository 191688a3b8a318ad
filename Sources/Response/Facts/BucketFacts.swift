/// What is known of a bucket when a plan is made.
package struct BucketFacts: Sendable, Hashable {
    package var name: String
    /// The four settings by their wire names; nil when the bucket has no configuration of its own.
    package var publicAccessBlock: [String: Bool]?
    /// The bucket policy as it is stored; nil when there is none.
    package var policy: String?
    /// Nil when they could not be read.
    package var tags: [String: String]?

    package init(
        name: String,
        publicAccessBlock: [String: Bool]? = nil,
        policy: String? = nil,
        tags: [String: String]? = [:]
    ) {
        self.name = name
        self.publicAccessBlock = publicAccessBlock
        self.policy = policy
        self.tags = tags
    }
}
