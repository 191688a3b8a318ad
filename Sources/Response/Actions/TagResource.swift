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

    package func kinds(for finding: Finding) -> [ChangeKind] {
        if finding.resource.instance != nil { return [ResourceTags().kind] }
        if !finding.resource.buckets.isEmpty { return [BucketTags().kind] }
        return switch finding.resource.accessKey.map(PrincipalFacts.identity) {
        case .user: [PrincipalTags.user.kind]
        case .role: [PrincipalTags.role.kind]
        case .outOfReach, nil: []
        }
    }

    package func plan(_ facts: Facts, _ context: PlanContext) -> StepPlan {
        var plan = StepPlan()
        func add(_ kind: ChangeKind, _ type: String, _ id: String, _ present: [String: String]?) {
            plan.addTags(tags, over: present, kind, context.target(type, id))
        }
        do {
            if context.finding.resource.instance != nil {
                let instance = try facts.instance.get()
                add(ResourceTags().kind, "AWS::EC2::Instance", instance.id, instance.tags)
            } else if !context.finding.resource.buckets.isEmpty {
                for bucket in try facts.buckets.get() {
                    switch bucket {
                    case .success(let bucket): add(BucketTags().kind, "AWS::S3::Bucket", bucket.name, bucket.tags)
                    case .failure(let error): plan.failures.append(error.description)
                    }
                }
            } else if context.finding.resource.accessKey != nil {
                switch try facts.principal.get() {
                case .user(let user): add(PrincipalTags.user.kind, "AWS::IAM::User", user.name, user.tags)
                case .role(let role): add(PrincipalTags.role.kind, "AWS::IAM::Role", role.name, role.tags)
                case .outOfReach(let why): plan.failures.append(why)
                }
            } else {
                plan.failures.append(
                    "resources of type \(context.finding.resource.type) cannot be tagged by this version"
                )
            }
        } catch {
            plan.failures.append(String(describing: error))
        }
        return plan
    }
}
