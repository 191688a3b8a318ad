package import Incidents

/// `tag_resource`: tags on what the finding is about; tags that are there stay.
///
/// ```yaml
/// - {id: tag, action: tag_resource, with: {tags: {GuardDutyFinding: "true"}}}
/// ```
package struct TagResource: Action {
    package var tags: [String: String]

    package init(tags: [String: String]) { self.tags = tags }

    package func needs(of finding: Finding) -> Set<Facts.Need> {
        if finding.resource.instance != nil { return [.instance] }
        if !finding.resource.buckets.isEmpty { return [.buckets] }
        return finding.resource.accessKey == nil ? [] : [.principal]
    }

    package let kinds: [ChangeKind] = [
        ResourceTags().kind, BucketTags().kind, PrincipalTags.user.kind, PrincipalTags.role.kind,
    ]

    package func plan(_ facts: Facts, _ context: PlanContext) -> StepPlan {
        var plan = StepPlan()
        do {
            if context.finding.resource.instance != nil {
                let instance = try facts.instance.get()
                add(ResourceTags().kind, "AWS::EC2::Instance", instance.id, instance.tags, context, &plan)
            } else if !context.finding.resource.buckets.isEmpty {
                for bucket in try facts.buckets.get() {
                    add(BucketTags().kind, "AWS::S3::Bucket", bucket.name, bucket.tags, context, &plan)
                }
            } else if context.finding.resource.accessKey != nil {
                switch try facts.principal.get() {
                case .user(let user):
                    add(PrincipalTags.user.kind, "AWS::IAM::User", user.name, user.tags, context, &plan)
                case .role(let role):
                    add(PrincipalTags.role.kind, "AWS::IAM::Role", role.name, role.tags, context, &plan)
                case .outOfReach(let why): plan.failure = why
                }
            } else {
                plan.failure = "resources of type \(context.finding.resource.type) cannot be tagged by this version"
            }
        } catch {
            plan.failure = String(describing: error)
        }
        return plan
    }

    private func add(
        _ kind: ChangeKind,
        _ type: String,
        _ id: String,
        _ present: [String: String],
        _ context: PlanContext,
        _ plan: inout StepPlan
    ) {
        plan.add(
            Change(
                kind: kind,
                target: context.target(type, id),
                before: .object(tags.keys.reduce(into: [:]) { $0[$1] = present[$1].map { .string($0) } ?? .null }),
                after: .object(tags.mapValues { .string($0) }),
                summary: "\(id): tags "
                    + tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
            )
        )
    }
}
