package import Incidents

/// Everything that a plan is made from: read once for all of a plan's steps, so that planning itself is pure.
package struct Facts: Sendable {
    /// What a step needs to know about.
    package enum Need: Sendable, Hashable { case instance, principal, buckets }

    /// A fact, or why it could not be had.
    package typealias Known<T: Sendable> = Result<T, ResponseError>

    package var instance: Known<InstanceFacts>
    package var principal: Known<PrincipalFacts>
    /// Each bucket on its own: one that cannot be read does not save the others.
    package var buckets: Known<[Known<BucketFacts>]>
    /// False when nothing was read and all this comes from the finding.
    package var verified: Bool

    package init(
        instance: Known<InstanceFacts> = .failure("the finding names no EC2 instance"),
        principal: Known<PrincipalFacts> = .failure("the finding names no IAM principal"),
        buckets: Known<[Known<BucketFacts>]> = .failure("the finding names no S3 bucket"),
        verified: Bool
    ) {
        self.instance = instance
        self.principal = principal
        self.buckets = buckets
        self.verified = verified
    }

    /// Whether every one of `needs` is known.
    package func know(_ needs: Set<Need>) -> Bool {
        needs.allSatisfy { need in
            switch need {
            case .instance: (try? instance.get()) != nil
            case .principal: (try? principal.get()) != nil
            case .buckets: (try? buckets.get().allSatisfy { (try? $0.get()) != nil }) == true
            }
        }
    }

    /// What the finding alone tells.
    package init(unverified finding: Finding) {
        self.init(verified: false)
        if let facts = InstanceFacts(finding) { instance = .success(facts) }
        if let key = finding.resource.accessKey {
            let account = finding.accountID
            let facts: PrincipalFacts =
                switch PrincipalFacts.identity(key) {
                case .user(let name):
                    .user(
                        .init(
                            name: name,
                            arn: "arn:\(finding.partition):iam::\(account):user/\(name)",
                            keys: key.longTermKeyID.map { [.init(id: $0, status: "unknown")] } ?? []
                        )
                    )
                case .role(let name):
                    .role(.init(name: name, arn: "arn:\(finding.partition):iam::\(account):role/\(name)"))
                case .outOfReach(let why): .outOfReach(why)
                }
            principal = .success(facts)
        }
        if !finding.resource.buckets.isEmpty {
            buckets = .success(finding.resource.buckets.map { .success(BucketFacts(name: $0.name)) })
        }
    }
}

extension ResponseError: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { self.init(value) }
}

extension FindingResource.AccessKey {
    /// The key's id when it is a long-term one, which can be made inactive.
    package var longTermKeyID: String? { accessKeyID.flatMap { $0.hasPrefix("AKIA") ? $0 : nil } }
}
