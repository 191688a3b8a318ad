import Foundation
import Incidents
import Response
import Testing

@Suite struct PlanTests {
    private let instance = InstanceFacts(
        id: "i-1",
        state: "running",
        volumeIDs: ["vol-2", "vol-1"],
        tags: ["Name": "web"],
        interfaces: [
            .init(id: "eni-1", vpcID: "vpc-1", subnetID: "subnet-1", groups: ["sg-b", "sg-a"]),
            .init(id: "eni-2", vpcID: "vpc-2", subnetID: "subnet-2", groups: ["sg-c"]),
        ]
    )
    private let finding = Sample.finding(.init(type: "Instance", instance: .init(id: "i-1")))

    private func isolate(_ instance: InstanceFacts, cut: Bool = true) -> StepPlan {
        IsolateInstance(cutConnections: cut).plan(
            Facts(instance: .success(instance), verified: true),
            Sample.context(finding)
        )
    }

    @Test func everyInterfaceGoesToTheGroupOfItsOwnVPCThroughTheOpenOne() throws {
        let plan = isolate(instance)
        #expect(plan.failure == nil)
        let swaps = plan.changes.filter { $0.kind == "ec2.interface-groups" }
        #expect(swaps.map(\.before) == [["sg-b", "sg-a"], ["sg-c"]])
        #expect(
            swaps.map(\.after) == [
                ["${1/step/isolation-group-vpc-1.group_id}"], ["${1/step/isolation-group-vpc-2.group_id}"],
            ]
        )
        #expect(
            swaps.map(\.via) == [
                ["${1/step/untrack-group-vpc-1.group_id}"], ["${1/step/untrack-group-vpc-2.group_id}"],
            ]
        )
        let groups = plan.changes.filter { $0.kind == "ec2.security-group-rules" }
        #expect(groups.count == 4)
        #expect(groups.allSatisfy { $0.wave == 0 && $0.before.isNull })
        #expect(swaps.allSatisfy { $0.wave == 1 })
    }

    @Test func theOriginalGroupsAreInTheInterfacesTags() {
        let tags = isolate(instance).changes.filter { $0.kind == "ec2.tags" }
        #expect(
            tags.map(\.after) == [
                ["GuardDutyIsolated": "true"], ["GuardDutyOriginalGroups": "sg-b sg-a"],
                ["GuardDutyOriginalGroups": "sg-c"],
            ]
        )
    }

    @Test(arguments: [0, 1, 12, 13, 16]) func anyNumberOfGroupsSurvivesTheTags(count: Int) {
        let groups = (0..<count).map { "sg-0123456789abcde\($0 + 10)" }
        let tags = OriginalGroups.tags(groups)
        #expect(tags.values.allSatisfy { $0.utf8.count <= 256 })
        #expect(OriginalGroups.groups(tags) == (count == 0 ? nil : groups))
    }

    @Test func groupsThatAreThereAndRightAreUsedAndNotMadeAgain() {
        var facts = instance
        for vpc in ["vpc-1", "vpc-2"] {
            facts.groups[.init(vpcID: vpc, name: "guardduty-isolation-sg")] = .init(id: "sg-iso-\(vpc)", rules: [])
        }
        let plan = isolate(facts, cut: false)
        #expect(!plan.changes.contains { $0.kind == "ec2.security-group-rules" })
        #expect(
            plan.changes.filter { $0.kind == "ec2.interface-groups" }.map(\.after) == [
                ["sg-iso-vpc-1"], ["sg-iso-vpc-2"],
            ]
        )
        #expect(plan.changes.allSatisfy { $0.via == nil })
        #expect(plan.notices.contains { $0.contains("stay open until they idle out") })
    }

    @Test func anIsolationGroupWithARuleLosesItForGood() throws {
        var facts = instance
        facts.groups[.init(vpcID: "vpc-1", name: "guardduty-isolation-sg")] = .init(
            id: "sg-iso",
            rules: ["egress all ::/0"]
        )
        let change = try #require(isolate(facts).changes.first { $0.target.id == "vpc-1/guardduty-isolation-sg" })
        #expect(change.before == ["rules": ["egress all ::/0"]])
        #expect(change.after == ["rules": []])
        #expect(change.kept != nil)
    }

    @Test func anInstanceThatIsIsolatedAlreadyNeedsNoChange() {
        var facts = instance
        facts.tags["GuardDutyIsolated"] = "true"
        facts.interfaces = [
            .init(
                id: "eni-1",
                vpcID: "vpc-1",
                subnetID: "subnet-1",
                groups: ["sg-iso"],
                tags: ["GuardDutyOriginalGroups": "sg-a"]
            )
        ]
        facts.groups[.init(vpcID: "vpc-1", name: "guardduty-isolation-sg")] = .init(id: "sg-iso", rules: [])
        let plan = isolate(facts)
        #expect(plan.changes.isEmpty)
        #expect(plan.failure == nil)
    }

    @Test func anInterfaceCaughtInTheMiddleOfASwapGoesBackToWhatItsTagSays() throws {
        var facts = instance
        facts.interfaces = [
            .init(
                id: "eni-1",
                vpcID: "vpc-1",
                subnetID: "subnet-1",
                groups: ["sg-open"],
                tags: ["GuardDutyOriginalGroups": "sg-a sg-b"]
            )
        ]
        facts.groups[.init(vpcID: "vpc-1", name: "guardduty-isolation-sg")] = .init(id: "sg-iso", rules: [])
        facts.groups[.init(vpcID: "vpc-1", name: "guardduty-untrack-sg")] = .init(
            id: "sg-open",
            rules: ["egress all 0.0.0.0/0", "egress all ::/0", "ingress all 0.0.0.0/0", "ingress all ::/0"]
        )
        let swap = try #require(isolate(facts).changes.first { $0.kind == "ec2.interface-groups" })
        #expect(swap.before == ["sg-a", "sg-b"])
    }

    @Test func anInterfaceThatTheAccountMayNotModifyIsNamedAndTheStepFails() throws {
        var facts = instance
        facts.interfaces[1].managedBy = "amazon-elb"
        let plan = isolate(facts)
        #expect(plan.failure?.contains("eni-2 is managed by amazon-elb") == true)
        #expect(plan.changes.filter { $0.kind == "ec2.interface-groups" }.map(\.target.id) == ["eni-1"])
    }

    @Test func flowsThatSecurityGroupsCannotCutAreTold() {
        var facts = instance
        facts.trackedPaths = ["nat-1 (NAT gateway)"]
        #expect(isolate(facts).notices.contains { $0.contains("nat-1 (NAT gateway)") && $0.contains("outlive") })
    }

    @Test func anInterfaceLeftInTheOpenGroupIsClosedAndNeverPutBackThere() throws {
        var facts = instance
        facts.interfaces = [.init(id: "eni-1", vpcID: "vpc-1", subnetID: "subnet-1", groups: ["sg-open"])]
        facts.groups[.init(vpcID: "vpc-1", name: "guardduty-untrack-sg")] = .init(id: "sg-open", rules: [])
        let plan = isolate(facts, cut: false)
        let swap = try #require(plan.changes.first { $0.kind == "ec2.interface-groups" })
        #expect(swap.kept != nil)
        #expect(swap.via == nil)
        #expect(!plan.changes.contains { $0.target.id == "eni-1" && $0.kind == "ec2.tags" })
    }

    @Test func anIsolatedInterfaceStaysWhereItIsWhileItsGroupLosesARule() {
        var facts = instance
        facts.interfaces = [.init(id: "eni-1", vpcID: "vpc-1", subnetID: "subnet-1", groups: ["sg-iso"])]
        facts.groups[.init(vpcID: "vpc-1", name: "guardduty-isolation-sg")] = .init(
            id: "sg-iso",
            rules: ["egress all ::/0"]
        )
        #expect(isolate(facts).changes.map(\.kind.rawValue) == ["ec2.security-group-rules", "ec2.tags"])
    }

    @Test func whatCouldNotBeReadIsSaidAndDoesNotStopTheContainment() {
        var facts = instance
        facts.gaps = ["the ways out of its subnets could not be read: AccessDenied"]
        #expect(isolate(facts).failure == nil)
        #expect(isolate(facts).notices.contains { $0.contains("AccessDenied") })
        var user = alice
        user.tags = nil
        let plan = lock(.user(user), key: .init(accessKeyID: "AKIAONE", userName: "alice", userType: "IAMUser"))
        #expect(plan.changes.map(\.kind.rawValue) == ["iam.access-key-status", "iam.user-policy"])
        #expect(plan.failure?.contains("tags could not be read") == true)
    }

    @Test func aKeyThatIsNotTheUsersIsAFailureThoughTheUserIsLocked() {
        let plan = lock(.user(alice), key: .init(accessKeyID: "AKIAOTHER", userName: "alice", userType: "IAMUser"))
        #expect(plan.failure?.contains("AKIAOTHER is not a key of alice") == true)
        #expect(plan.changes.map(\.kind.rawValue) == ["iam.user-policy", "iam.user-tags"])
    }

    @Test func oneBucketThatCannotBeReadDoesNotSaveTheOthers() {
        let finding = Sample.finding(.init(type: "S3Bucket", buckets: [.init(name: "a"), .init(name: "b")]))
        let plan = QuarantineBucket().plan(
            Facts(buckets: .success([.failure("bucket a: denied"), .success(BucketFacts(name: "b"))]), verified: true),
            Sample.context(finding)
        )
        #expect(plan.changes.count == 3)
        #expect(plan.failure == "bucket a: denied")
    }

    @Test func aTerminatedInstanceIsAFailureNotASuccess() {
        var facts = instance
        facts.state = "terminated"
        #expect(isolate(facts).failure != nil)
        #expect(isolate(facts).changes.isEmpty)
    }

    @Test func snapshotsAreOfAllVolumesAndNotRepeatedInOneIncident() throws {
        var facts = instance
        let first = SnapshotVolumes().plan(Facts(instance: .success(facts), verified: true), Sample.context(finding))
        #expect(first.changes.first?.after["volumes"] == ["vol-1", "vol-2"])
        #expect(first.changes.first?.kept != nil)
        facts.snapshotted = ["vol-1", "vol-2"]
        let second = SnapshotVolumes().plan(Facts(instance: .success(facts), verified: true), Sample.context(finding))
        #expect(second.changes.isEmpty)
    }

    // MARK: - Credentials

    private func lock(_ facts: PrincipalFacts, key: FindingResource.AccessKey, spared: [String] = []) -> StepPlan {
        let finding = Sample.finding(.init(type: "AccessKey", accessKey: key))
        return LockCredentials(users: true).plan(
            Facts(principal: .success(facts), verified: true),
            Sample.context(finding, spared: spared)
        )
    }

    private let alice = PrincipalFacts.User(
        name: "alice",
        arn: "arn:aws:iam::222222222222:user/alice",
        keys: [.init(id: "AKIAONE", status: "Active"), .init(id: "AKIATWO", status: "Active")],
        attached: ["AWSCompromisedKeyQuarantineV3"]
    )

    @Test func aUsersKeyIsMadeInactiveAndSessionsAreDenied() {
        let plan = lock(.user(alice), key: .init(accessKeyID: "AKIAONE", userName: "alice", userType: "IAMUser"))
        #expect(plan.failure == nil)
        #expect(plan.changes.map(\.kind.rawValue) == ["iam.access-key-status", "iam.user-policy", "iam.user-tags"])
        #expect(plan.changes[0].target.id == "alice/AKIAONE")
        #expect(plan.changes[0].before == "Active")
        #expect(plan.changes[1].after.string?.contains(#""Effect":"Deny","Action":"*""#) == true)
        #expect(plan.notices.contains { $0.contains("AWSCompromisedKeyQuarantineV3") && $0.contains("stays") })
    }

    @Test func aTemporaryKeyOfAUserLocksTheUser() {
        let plan = lock(.user(alice), key: .init(accessKeyID: "ASIAONE", userName: "alice", userType: "IAMUser"))
        #expect(plan.changes.map(\.kind.rawValue) == ["iam.user-policy", "iam.user-tags"])
    }

    @Test func aRolesSessionsAreRevokedByTheTimeOfTheirToken() {
        let plan = lock(
            .role(.init(name: "app", arn: "arn:aws:iam::222222222222:role/app")),
            key: .init(accessKeyID: "ASIAONE", userName: "app", userType: "AssumedRole")
        )
        #expect(plan.changes[0].kind == "iam.role-policy")
        #expect(
            plan.changes[0].after.string
                == #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],"Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-11-18T11:06:40.000Z"}}}]}"#
        )
    }

    @Test func theRespondersRoleAndBreakGlassPrincipalsAreNeverLocked() {
        let user = lock(
            .user(alice),
            key: .init(accessKeyID: "AKIAONE", userName: "alice"),
            spared: ["arn:aws:iam::*:user/al*"]
        )
        #expect(user.changes.isEmpty)
        #expect(user.failure?.contains("never locked") == true)
    }

    @Test(arguments: [
        ("Root", "root", "1234", "AKIAX", "root user"),
        ("FederatedUser", "bob", "222222222222:bob", "ASIAX", "GetFederationToken"),
        ("AssumedRole", "AWSReservedSSO_Admin_1", "AROAX", "ASIAX", "Identity Center"),
        ("AssumedRole", "AWSServiceRoleForSupport", "AROAX", "ASIAX", "service-linked"),
        ("AWSService", "ec2.amazonaws.com", "", "", "AWS service"),
        ("AWSAccount", "", "", "", "another AWS account"),
        ("WebIdentityUser", "x", "", "ASIAX", "external"),
        ("", "ANONYMOUS_PRINCIPAL", "", "", "anonymous"),
        ("Martian", "x", "", "", "unknown kind"),
        ("IAMUser", "", "AIDAX", "AKIAX", "names no user"),
    ]) func aPrincipalOutOfReachIsAnsweredWithWhatCanBeDone(
        type: String,
        name: String,
        principal: String,
        key: String,
        says: String
    ) {
        let identity = PrincipalFacts.identity(
            .init(accessKeyID: key, principalID: principal, userName: name, userType: type)
        )
        guard case .outOfReach(let why) = identity else {
            Issue.record("\(identity)")
            return
        }
        #expect(why.contains(says))
    }

    @Test(arguments: [
        ("IAMUser", "AIDAX", "AKIAX", PrincipalFacts.Identity.user("n")),
        ("", "AIDAX:", "ASIAX", .user("n")),
        ("", "", "AKIAX", .user("n")),
        ("AssumedRole", "AROAX:i-1", "ASIAX", .role("n")),
        ("Role", "", "", .role("n")),
        ("", "AROAX:s", "ASIAX", .role("n")),
    ]) func thePrincipalIsToldFromItsTypeAndIds(
        type: String,
        principal: String,
        key: String,
        expected: PrincipalFacts.Identity
    ) {
        #expect(
            PrincipalFacts.identity(.init(accessKeyID: key, principalID: principal, userName: "n", userType: type))
                == expected
        )
    }

    // MARK: - Buckets

    private func quarantine(_ bucket: BucketFacts) -> StepPlan {
        let finding = Sample.finding(.init(type: "S3Bucket", buckets: [.init(name: bucket.name)]))
        return QuarantineBucket().plan(
            Facts(buckets: .success([.success(bucket)]), verified: true),
            Sample.context(finding)
        )
    }

    @Test func aBucketsOwnStatementsStayAndTheDenySparesTheResponder() throws {
        let own =
            #"{"Version":"2008-10-17","Statement":{"Sid":"own","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#
        let plan = quarantine(BucketFacts(name: "b", policy: own, tags: ["team": "x"]))
        #expect(plan.changes.map(\.kind.rawValue) == ["s3.bucket-policy", "s3.public-access-block", "s3.bucket-tags"])
        #expect(plan.changes.map(\.wave) == [0, 1, 2])
        #expect(plan.changes[1].before.isNull)
        #expect(plan.changes[0].before == .string(own))
        let policy = try JSONValue(parsing: Data((plan.changes[0].after.string ?? "").utf8))
        #expect(policy["Version"] == "2008-10-17")
        #expect(policy["Statement"]?.array?.map { $0["Sid"] } == ["own", "GuardDutyQuarantine"])
        let deny = try #require(policy["Statement"]?[1])
        #expect(
            deny["Condition"]?["ArnNotLike"]?["aws:PrincipalArn"] == ["arn:aws:iam::222222222222:role/CordonResponder"]
        )
        #expect(deny["Condition"]?["BoolIfExists"]?["aws:PrincipalIsAWSService"] == "false")
        #expect(deny["Resource"] == ["arn:aws:s3:::b", "arn:aws:s3:::b/*"])
        #expect(plan.changes[2].before == ["GuardDutyQuarantined": nil])
    }

    @Test func aPolicyThatIsAlreadyThereInOtherWordsNeedsNoChange() throws {
        let first = quarantine(BucketFacts(name: "b"))
        let policy = try #require(first.changes.first { $0.kind == "s3.bucket-policy" }?.after.string)
        let stored = policy.replacing(
            #"["arn:aws:iam::222222222222:role/CordonResponder"]"#,
            with: #""arn:aws:iam::222222222222:role/CordonResponder""#
        )
        .replacing(",", with: ", ")
        #expect(stored != policy)
        let second = quarantine(BucketFacts(name: "b", policy: stored))
        #expect(!second.changes.contains { $0.kind == "s3.bucket-policy" })
    }

    @Test func aPolicyTooLargeToExtendGivesWayUntilRollback() throws {
        let large =
            #"{"Version":"2012-10-17","Statement":[{"Sid":"\#(String(repeating: "x", count: 20_400))","Effect":"Deny"}]}"#
        let plan = quarantine(BucketFacts(name: "b", policy: large))
        #expect(plan.changes[0].after.string?.utf8.count ?? 0 < 1000)
        #expect(plan.changes[0].before == .string(large))
        #expect(plan.notices.contains { $0.contains("20 KB") })
    }

    @Test func aPolicyThatCannotBeReadIsNotOverwritten() {
        let plan = quarantine(BucketFacts(name: "b", policy: "{"))
        #expect(plan.failure != nil)
        #expect(plan.changes.isEmpty)
    }
}
