package import Incidents
internal import Policies

/// `lock_iam_credentials`: the credentials of the finding stop working, those already issued included.
///
/// A user's access key is made inactive, and an inline policy denies everything, because sessions from GetSessionToken
/// and GetFederationToken outlive their key (IAM user guide, `id_credentials_temp_control-access_disable-perms`).
/// Behind temporary keys of a role stands the role: its sessions are revoked. `revoke_role_sessions` does that alone.
///
/// ```yaml
/// - {id: lock, action: lock_iam_credentials, on_failure: stop}
/// ```
package struct LockCredentials: Action {
    /// Whether users are locked too (`lock_iam_credentials`) or roles alone (`revoke_role_sessions`).
    package var users: Bool

    package init(users: Bool) { self.users = users }

    package func needs(of finding: Finding) -> Set<Facts.Need> { [.principal] }
    package func kinds(for finding: Finding) -> [ChangeKind] {
        switch finding.resource.accessKey.map(PrincipalFacts.identity) {
        case .user: users ? [AccessKeyStatus().kind, InlinePolicy.user.kind, PrincipalTags.user.kind] : []
        case .role: [InlinePolicy.role.kind, PrincipalTags.role.kind]
        case .outOfReach, nil: []
        }
    }

    package func plan(_ facts: Facts, _ context: PlanContext) -> StepPlan {
        switch facts.principal {
        case .failure(let error): StepPlan(failure: error.description)
        case .success(.outOfReach(let why)): StepPlan(failure: why)
        case .success(.user(let user)):
            users
                ? lock(user, context)
                : StepPlan(failure: "\(user.name) is a user and has no role sessions: lock_iam_credentials locks users")
        case .success(.role(let role)): revoke(role, context)
        }
    }

    private func lock(_ user: PrincipalFacts.User, _ context: PlanContext) -> StepPlan {
        if let glob = context.sparing(user.arn) { return spared(user.arn, glob) }
        var plan = StepPlan()
        if let keyID = context.finding.resource.accessKey?.longTermKeyID {
            if let key = user.keys.first(where: { $0.id == keyID }) {
                plan.add(
                    Change(
                        kind: AccessKeyStatus().kind,
                        target: context.target("AWS::IAM::AccessKey", "\(user.name)/\(key.id)"),
                        before: .string(key.status),
                        after: "Inactive",
                        summary: "\(key.id) of user \(user.name): \(key.status) -> Inactive"
                    )
                )
            } else {
                plan.failures.append(
                    "\(keyID) is not a key of \(user.name): if it was deleted there is nothing left to deactivate, if it is "
                        + "another user's it still works (iam:GetAccessKeyLastUsed names its user)"
                )
            }
        }
        let others = user.keys.filter {
            $0.id != context.finding.resource.accessKey?.accessKeyID && $0.status == "Active"
        }
        if !others.isEmpty {
            plan.notices.append(
                "\(others.map(\.id).joined(separator: ", ")) of \(user.name) stays active, and useless while the deny holds"
            )
        }
        plan.add(
            Change(
                kind: InlinePolicy.user.kind,
                target: context.target("AWS::IAM::User", "\(user.name)/\(Marks.userPolicy)"),
                before: user.lock.map { .string($0) } ?? .null,
                after: .string(Self.denyAll),
                summary:
                    "user \(user.name): inline policy \(Marks.userPolicy) denies everything, in sessions already issued too"
            ),
            same: PolicyDocument.same
        )
        plan.addTags(
            [Marks.locked: "true"],
            over: user.tags,
            PrincipalTags.user.kind,
            context.target("AWS::IAM::User", user.name)
        )
        plan.notices += user.gaps
        let quarantine = user.attached.filter { $0.hasPrefix("AWSCompromisedKeyQuarantine") }
        if !quarantine.isEmpty {
            plan.notices.append(
                "\(user.name) carries \(quarantine.joined(separator: ", ")): AWS put it there and it stays, rollback included"
            )
        }
        plan.notices.append("IAM changes reach every region within seconds, at times minutes")
        return plan
    }

    private func revoke(_ role: PrincipalFacts.Role, _ context: PlanContext) -> StepPlan {
        if let glob = context.sparing(role.arn) { return spared(role.arn, glob) }
        var plan = StepPlan()
        let cutOff = context.now.iso8601
        plan.add(
            Change(
                kind: InlinePolicy.role.kind,
                target: context.target("AWS::IAM::Role", "\(role.name)/\(Marks.rolePolicy)"),
                before: role.revocation.map { .string($0) } ?? .null,
                after: .string(Self.denyIssued(before: cutOff)),
                summary: "role \(role.name): sessions issued before \(cutOff) are revoked"
            )
        )
        plan.addTags(
            [Marks.locked: "true"],
            over: role.tags,
            PrincipalTags.role.kind,
            context.target("AWS::IAM::Role", role.name)
        )
        plan.notices += role.gaps
        plan.notices.append(
            "every session of \(role.name) issued before \(cutOff) is cut off, legitimate ones too; whoever can assume the "
                + "role still gets new ones, so stop the way in as well (for an instance's role: isolate the instance)"
        )
        return plan
    }

    private func spared(_ arn: String, _ glob: Wildcard) -> StepPlan {
        StepPlan(failure: "\(arn) is never locked: it matches \(glob), the responder's role or a break-glass principal")
    }

    static let denyAll =
        #"{"Version":"2012-10-17","Statement":[{"Sid":"GuardDutyDenyAll","Effect":"Deny","Action":"*","Resource":"*"}]}"#

    /// `aws:TokenIssueTime` exists for temporary credentials alone, so long-term keys are not hit (IAM user guide,
    /// `id_roles_use_revoke-sessions`).
    static func denyIssued(before time: String) -> String {
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],"#
            + #""Condition":{"DateLessThan":{"aws:TokenIssueTime":"\#(time)"}}}]}"#
    }
}
