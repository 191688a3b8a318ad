internal import Foundation
package import Incidents
internal import Policies

/// `quarantine_s3`: nothing of the bucket is public, and nobody reads or writes it but the responder's role and the
/// account's break-glass principals.
///
/// The bucket's own policy stays, with one statement more. AWS services keep their access (`aws:PrincipalIsAWSService`),
/// so that the logs of the incident itself still arrive.
///
/// ```yaml
/// - {id: quarantine, action: quarantine_s3}
/// ```
package struct QuarantineBucket: Action {
    package init() {}

    package func needs(of finding: Finding) -> Set<Facts.Need> { [.buckets] }
    package func kinds(for finding: Finding) -> [ChangeKind] {
        [BucketPublicAccess().kind, BucketPolicy().kind, BucketTags().kind]
    }

    package func plan(_ facts: Facts, _ context: PlanContext) -> StepPlan {
        var plan = StepPlan()
        switch facts.buckets {
        case .failure(let error): plan.failures = [error.description]
        case .success(let buckets):
            for bucket in buckets {
                switch bucket {
                case .success(let bucket): add(bucket, context, &plan)
                case .failure(let error): plan.failures.append(error.description)
                }
            }
        }
        return plan
    }

    private func add(_ bucket: BucketFacts, _ context: PlanContext, _ plan: inout StepPlan) {
        let target = context.target("AWS::S3::Bucket", bucket.name)
        let merged: PolicyDocument.Merged
        do {
            merged = try PolicyDocument.adding(statement(bucket.name, context), to: bucket.policy)
        } catch {
            plan.failures.append("\(bucket.name): \(error)")
            return
        }
        // S3 answers 409 to configuration calls on one bucket at the same time, so they follow one another. The policy
        // comes first, and so is undone last: while public policies are blocked, a public one cannot be put back.
        plan.add(
            Change(
                kind: BucketPolicy().kind,
                target: target,
                before: bucket.policy.map { .string($0) } ?? .null,
                after: .string(merged.document),
                wave: 0,
                summary: "\(bucket.name): the bucket policy denies everything to everybody but "
                    + context.spared.map(\.pattern).joined(separator: ", ")
            ),
            same: PolicyDocument.same
        )
        plan.add(
            Change(
                kind: BucketPublicAccess().kind,
                target: target,
                before: bucket.publicAccessBlock.map { .object($0.mapValues { .bool($0) }) } ?? .null,
                after: .object(BucketPublicAccess.settings.reduce(into: [:]) { $0[$1] = true }),
                wave: 1,
                summary: "\(bucket.name): all four public-access blocks on"
            )
        )
        plan.addTags([Marks.quarantined: "true"], over: bucket.tags, BucketTags().kind, target, wave: 2)
        if merged.replaced {
            plan.notices.append(
                "\(bucket.name): its policy and the deny statement together exceed 20 KB, so the deny stands alone until "
                    + "rollback restores the policy"
            )
        }
    }

    private func statement(_ bucket: String, _ context: PlanContext) -> JSONValue {
        let arn = "arn:\(context.finding.partition):s3:::\(bucket)"
        return [
            "Sid": .string(Marks.bucketStatement), "Effect": "Deny", "Principal": "*", "Action": "s3:*",
            "Resource": [.string(arn), .string("\(arn)/*")],
            "Condition": [
                "ArnNotLike": ["aws:PrincipalArn": .strings(context.spared.map(\.pattern))],
                // An anonymous request has no such key at all, and must be denied too.
                "BoolIfExists": ["aws:PrincipalIsAWSService": "false"],
            ],
        ]
    }
}
