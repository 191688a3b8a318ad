import Foundation
import Incidents
import Testing

/// The main job, end to end, on an emulated organization. Serialized: each test has two processes beside it already.
@Suite(.serialized, .enabled(if: Organization.isAvailable, "make setup installs the emulator"))
struct ContainmentTests {
    /// Snapshots are evidence and stay; all else must be as it was.
    private static let evidence = ["222222222222", "333333333333", "444444444444"].flatMap { account in
        ["us-east-1", "eu-west-1"].map { "\(account)/\($0)/snapshots" }
    }

    @Test func everyFindingIsAnsweredAndEveryAnswerIsUndoneExactly() async throws {
        try await withOrganization { organization in
            let before = try await organization.state()
            var incidents: [String] = []
            for entry in try organization.index {
                let file = try #require(entry["file"]?.string)
                let result = try await organization.respond(file)
                let findings = entry["findings"]?.array ?? []
                let reports =
                    findings.count == 1
                    ? [result.json]
                    : try result.output.split(separator: "\n").map { try JSONValue(parsing: Data($0.utf8)) }
                #expect(reports.count == findings.count, "\(file): \(result.errors)")
                for (report, expected) in zip(reports, findings) {
                    #expect(report["finding_id"] == expected["id"], "\(file)")
                    #expect(report["account_id"] == expected["account_id"], "\(file)")
                    #expect(report["severity"]?.double == expected["severity"]?.double, "\(file)")
                    if let id = report["incident_id"]?.string { incidents.append(id) }
                    if expected["account_id"] == "555555555555" || expected["sample"] == true
                        || expected["archived"] == true
                    {
                        #expect(result.status == 4, "\(file)")
                        #expect(report["status"] == "recorded", "\(file)")
                        #expect(report["plan"] == [], "\(file)")
                    }
                }
            }
            let contained = try await organization.state()
            #expect(try await organization.difference(before, contained, ignoring: Self.evidence).count > 50)
            #expect(try await !organization.difference(before, contained).contains { $0.contains("555555555555") })
            for incident in incidents.reversed() {
                let result = try await organization.run("rollback", incident, "--output", "json")
                #expect(result.status == 0, "\(incident): \(result.output) \(result.errors)")
            }
            #expect(
                try await organization.difference(before, try await organization.state(), ignoring: Self.evidence) == []
            )
            for incident in Set(incidents) {
                let shown = try await organization.run("incidents", "show", incident)
                #expect(shown.status == 0)
                #expect(shown.output.contains("log intact"))
            }
        }
    }

    @Test func everyInterfaceOfTheInstanceIsInAGroupWithoutRulesAndTheOthersAreNot() async throws {
        try await withOrganization { organization in
            let result = try await organization.respond("01-ec2-critical")
            #expect(result.status == 0, "\(result.output)")
            let groups = try await organization.boto3(
                """
                i = manifest["accounts"]["prod"]["regions"]["us-east-1"]["instances"]
                target = json.load(open("\(organization.folder.path)/findings/index.json"))[0]["findings"][0]
                ec2 = client("ec2", "444444444444")
                interfaces = ec2.describe_network_interfaces()["NetworkInterfaces"]
                rows = []
                for n in interfaces:
                    if n["NetworkInterfaceId"] in target["interface_ids"]:
                        [g] = n["Groups"]
                        d = ec2.describe_security_groups(GroupIds=[g["GroupId"]])["SecurityGroups"][0]
                        rows.append([g["GroupName"], len(d["IpPermissions"]), len(d["IpPermissionsEgress"]), d["VpcId"] == n["VpcId"]])
                    else:
                        assert all(not g["GroupName"].startswith("guardduty-") for g in n["Groups"]), n
                print(json.dumps(rows))
                """
            )
            #expect(
                try JSONValue(parsing: Data(groups.utf8))
                    == .array(Array(repeating: ["guardduty-isolation-sg", 0, 0, true], count: 3))
            )
        }
    }

    @Test func aDryRunSendsNoWriteAndRecordsNothing() async throws {
        try await withOrganization { organization in
            let before = try await organization.state()
            for entry in try organization.index {
                let result = try await organization.respond(try #require(entry["file"]?.string), "--dry-run")
                #expect([0, 1].contains(result.status), "\(result.errors)")
            }
            #expect(try await organization.writes() == [])
            #expect(try await organization.difference(before, try await organization.state()) == [])
            #expect(try await organization.run("incidents", "list").output.contains("no incidents"))
        }
    }

    @Test func aPlanInADryRunIsThePlanThatIsCarriedOut() async throws {
        try await withOrganization { organization in
            let planned = try await organization.respond("07-ec2", "--dry-run").json
            let done = try await organization.respond("07-ec2").json
            func bare(_ report: JSONValue) -> [JSONValue] {
                (report["plan"]?.array ?? []).map { change in
                    var change = change
                    change["state"] = nil
                    change["observed"] = nil
                    return change
                }
            }
            #expect(bare(planned) == bare(done))
            #expect(!bare(done).isEmpty)
            #expect(planned["verified"] == true)
        }
    }

    @Test func withoutCredentialsOrOfflineThePlanSaysThatItIsUnverified() async throws {
        try await withOrganization { organization in
            let offline = try await organization.respond("07-ec2", "--dry-run", "--offline")
            #expect(offline.json["verified"] == false)
            #expect(offline.json["plan"]?.array?.isEmpty == false)
            let bare = try await organization.run(
                "respond",
                "--dry-run",
                "--finding-file",
                organization.finding("07-ec2"),
                environment: ["AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil] as [String: String?]
            )
            #expect(bare.json["verified"] == false)
            #expect(try await organization.writes() == [])
        }
    }

    @Test func theSameFindingAgainIsTheSameIncidentAndAWorseOneIsRespondedToAnew() async throws {
        try await withOrganization { organization in
            let first = try await organization.respond("45-update-1")
            try await organization.resetProxy()
            let again = try await organization.respond("45-update-1")
            #expect(again.json["incident_id"] == first.json["incident_id"])
            #expect(again.json["note"]?.string?.contains("already") == true)
            #expect(try await organization.writes() == [])
            let worse = try await organization.respond("46-update-2")
            #expect(worse.json["incident_id"] == first.json["incident_id"])
            #expect(worse.json["response_level"] == "CRITICAL")
            #expect(try await organization.writes().contains("ec2:ModifyNetworkInterfaceAttribute"))
            #expect(try await !organization.writes().contains("ec2:CreateSnapshots"), "the evidence was taken already")
        }
    }

    @Test func whatSomebodyElseChangedSinceIsReportedAndLeftAloneUnlessForced() async throws {
        try await withOrganization { organization in
            let before = try await organization.state()
            let report = try await organization.respond("07-ec2").json
            let id = try #require(report["incident_id"]?.string)
            try await organization.boto3(
                """
                target = [f for e in json.load(open("\(organization.folder.path)/findings/index.json")) if e["file"].startswith("07") for f in e["findings"]][0]
                ec2 = client("ec2", target["account_id"], target["region"])
                n = ec2.describe_network_interfaces(NetworkInterfaceIds=target["interface_ids"])["NetworkInterfaces"][0]
                other = ec2.create_security_group(GroupName="other", Description="o", VpcId=n["VpcId"])["GroupId"]
                ec2.modify_network_interface_attribute(NetworkInterfaceId=n["NetworkInterfaceId"], Groups=[other])
                """
            )
            let rollback = try await organization.run("rollback", id, "--output", "json")
            #expect(rollback.status == 1)
            let results = rollback.json["changes"]?.array?.map { $0["result"] } ?? []
            #expect(results.contains("drifted"))
            let forced = try await organization.run("rollback", id, "--force", "--output", "json")
            #expect(forced.status == 0, "\(forced.output)")
            let left = try await organization.difference(
                before,
                try await organization.state(),
                ignoring: Self.evidence
            )
            #expect(left.allSatisfy { $0.contains("/groups/") }, "\(left)")
            let second = try await organization.run("rollback", id)
            #expect(second.output.contains("nothing to undo"))
            #expect(second.status == 0)
        }
    }

    @Test func anIsolationIsUndoneFromItsTagsWhenTheStoreIsLost() async throws {
        try await withOrganization { organization in
            let before = try await organization.state()
            let report = try await organization.respond("01-ec2-critical").json
            #expect(report["success"] == true)
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: organization.store + suffix)
            }
            let instance = try #require(try organization.index[0]["findings"]?[0]?["instance_id"]?.string)
            let look = try await organization.run("rollback", instance, "--dry-run")
            #expect(look.status == 0, "\(look.output) \(look.errors)")
            let result = try await organization.run("rollback", instance)
            #expect(result.status == 0, "\(result.output) \(result.errors)")
            let left = try await organization.difference(
                before,
                try await organization.state(),
                ignoring: Self.evidence
            )
            // Which groups Cordon made, only the store knew: they stay, empty and unused.
            #expect(left.allSatisfy { $0.contains("/groups/") }, "\(left)")
        }
    }

    @Test func lockedCredentialsAreRefusedByAWSAndWorkAgainAfterRollback() async throws {
        try await withOrganization { organization in
            let identity = """
                key = manifest["accounts"]["dev"]["users"]["alice"]["access_keys"][0]
                import botocore
                try:
                    client("s3", "", key=key["id"], secret=key["secret"]).list_buckets(); print("works")
                except botocore.exceptions.ClientError as error: print("refused")
                """
            #expect(try await organization.boto3(identity).contains("works"))
            let result = try await organization.respond("10-iam-user-key")
            #expect(result.status == 0, "\(result.output)")
            #expect(try await organization.boto3(identity).contains("refused"))
            let key = try #require(
                organization.manifest["accounts"]?["dev"]?["users"]?["alice"]?["access_keys"]?[0]?["id"]?.string
            )
            #expect(try await organization.run("respond", "--finding-id", key, "--action", "rollback").status == 0)
            #expect(try await organization.boto3(identity).contains("works"))
        }
    }

    @Test func twoRespondersAtOnceMakeOneIsolationGroup() async throws {
        try await withOrganization { organization in
            // Two incidents on one VPC: the same instance under two finding ids.
            let text = try String(contentsOfFile: organization.finding("07-ec2"), encoding: .utf8)
            let id = try #require(
                try organization.index.first { $0["file"]?.string?.hasPrefix("07") == true }?["findings"]?[0]?["id"]?
                    .string
            )
            let other = organization.folder.appending(path: "other.json")
            try text.replacing(id, with: String(id.reversed())).write(to: other, atomically: true, encoding: .utf8)
            async let first = organization.respond("07-ec2")
            async let second = organization.respond(other.path)
            #expect(try await first.status == 0)
            #expect(try await second.status == 0)
            let names = try await organization.boto3(
                """
                groups = client("ec2", "222222222222").describe_security_groups()["SecurityGroups"]
                print(sorted((g["VpcId"], g["GroupName"]) for g in groups if g["GroupName"].startswith("guardduty-")))
                """
            )
            #expect(names.components(separatedBy: "guardduty-isolation-sg").count == 2, "\(names)")
        }
    }

    @Test func aLostAnswerIsNeitherLostNorDoneTwice() async throws {
        try await withOrganization { organization in
            let before = try await organization.state()
            try await organization.faults([
                ["service": "ec2", "action": "CreateSecurityGroup", "kind": "lost", "times": 1],
                ["service": "ec2", "action": "ModifyNetworkInterfaceAttribute", "kind": "lost", "times": 1],
                ["service": "ec2", "action": "CreateSnapshots", "kind": "lost", "times": 1],
            ])
            let report = try await organization.respond("07-ec2")
            #expect(report.status == 0, "\(report.output)")
            let id = try #require(report.json["incident_id"]?.string)
            #expect(try await organization.writes().filter { $0 == "ec2:CreateSnapshots" }.count == 1)
            let undone = try await organization.run("rollback", id)
            #expect(undone.status == 0, "\(undone.output)")
            #expect(
                try await organization.difference(before, try await organization.state(), ignoring: Self.evidence) == []
            )
        }
    }

    @Test func whatFailedIsTriedAgainByTheSameCommandAndUndoneWithTheRest() async throws {
        try await withOrganization { organization in
            let before = try await organization.state()
            try await organization.faults([
                [
                    "service": "ec2", "action": "CreateSecurityGroup", "kind": "error", "code": "UnauthorizedOperation",
                    "status": 403, "times": 2,
                ]
            ])
            let failed = try await organization.respond("07-ec2")
            #expect(failed.status == 1)
            #expect(failed.json["plan"]?.array?.contains { $0["state"] == "skipped" } == true)
            let again = try await organization.respond("07-ec2")
            #expect(again.status == 0, "\(again.output)")
            let id = try #require(again.json["incident_id"]?.string)
            let undone = try await organization.run("rollback", id)
            #expect(undone.status == 0, "\(undone.output)")
            let left = try await organization.difference(
                before,
                try await organization.state(),
                ignoring: Self.evidence
            )
            #expect(left == [])
        }
    }

    @Test func aWrongExternalIdIsExplainedAndNothingIsClaimed() async throws {
        try await withOrganization { organization in
            let result = try await organization.run(
                "respond",
                "--finding-file",
                organization.finding("07-ec2"),
                environment: ["CORDON_EXTERNAL_ID": "wrong"]
            )
            #expect(result.status == 1)
            #expect(result.json["success"] == false)
            #expect(result.output.contains("AssumeRole") && result.output.contains("AccessDenied"), "\(result.output)")
        }
    }

    @Test(arguments: [(Mode.observe, Int32(4), "recorded"), (.dryRun, 4, "planned"), (.approve, 3, "waiting")])
    func onlyEnforceChangesAnything(mode: Mode, status: Int32, says: String) async throws {
        try await withOrganization(mode: mode) { organization in
            let result = try await organization.respond("07-ec2")
            #expect(result.status == status)
            #expect(result.json["status"]?.string == says)
            #expect(try await organization.writes() == [])
        }
    }
}
