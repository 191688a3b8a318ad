"""Checks the emulated organization with boto3: every mend, the seed, the proxy.

    python Tests/Emulator/selfcheck.py
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

import snapshot_state

HERE = pathlib.Path(__file__).parent
ONCE = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})


def setUpModule():
    """One seeded template, whose copies the tests take."""
    global TEMPLATE, MANIFEST
    with tempfile.TemporaryDirectory() as folder:
        manifest = pathlib.Path(folder) / "manifest.json"
        TEMPLATE = subprocess.Popen(
            [sys.executable, HERE / "emulator.py", "--manifest", manifest, "--seed-organization", "demo", "--copies"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        unittest.addModuleCleanup(TEMPLATE.communicate)
        assert TEMPLATE.stdout.readline() == "ready template\n"
        MANIFEST = json.loads(manifest.read_text())


class Organization(unittest.TestCase):
    """A pristine copy of the demo organization for every test."""

    def setUp(self):
        TEMPLATE.stdin.write("copy\n")
        TEMPLATE.stdin.flush()
        _, self.endpoint, pid = TEMPLATE.stdout.readline().split()
        self.addCleanup(os.kill, int(pid), signal.SIGTERM)
        self.manifest = MANIFEST
        self.prod = self.manifest["accounts"]["prod"]
        self.region = self.prod["regions"]["us-east-1"]
        self.db = self.region["instances"]["db"]

    # Callers

    def client(self, service, key, secret, token=None, region="us-east-1", endpoint=None):
        return boto3.client(service, region_name=region, endpoint_url=endpoint or self.endpoint, aws_access_key_id=key,
                            aws_secret_access_key=secret, aws_session_token=token, config=ONCE)

    def controller(self, service="sts", **rest):
        controller = self.manifest["controller"]
        return self.client(service, controller["access_key_id"], controller["secret_access_key"], **rest)

    def responder(self, service, account="prod", region="us-east-1", **narrowing):
        answer = self.assume(account, **narrowing)
        return self.client(service, *credentials(answer), region=region)

    def assume(self, account="prod", **rest):
        rest.setdefault("ExternalId", self.manifest["responder"]["external_id"])
        return self.controller().assume_role(
            RoleArn=self.manifest["accounts"][account]["responder_role_arn"], RoleSessionName="incident-1", **rest)

    def user(self, service, name, number=0, account="prod", **rest):
        key = self.manifest["accounts"][account]["users"][name]["access_keys"][number]
        return self.client(service, key["id"], key["secret"], **rest)

    def own_hand(self, service, account="prod", region="us-east-1"):
        reader = snapshot_state.Reader(self.endpoint, self.manifest["accounts"][account]["account_id"])
        return reader.client(service, region)

    def refused(self, code, operation, *arguments, **named):
        with self.assertRaises(ClientError) as caught:
            operation(*arguments, **named)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        return caught.exception.response["Error"]["Message"]

    def groups_of(self, ec2, interface):
        found = ec2.describe_network_interfaces(NetworkInterfaceIds=[interface])["NetworkInterfaces"][0]
        return [group["GroupId"] for group in found["Groups"]]

    def new_group(self, ec2, vpc, name="guardduty-isolation-sg"):
        return ec2.create_security_group(GroupName=name, Description="isolation", VpcId=vpc)["GroupId"]


def credentials(answer):
    held = answer["Credentials"]
    return held["AccessKeyId"], held["SecretAccessKey"], held["SessionToken"]


def policy(effect, action, resource="*", **rest):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, "Resource": resource, **rest}]})


class Credentials(Organization):
    def test_a_known_active_key_is_who_it_is(self):
        self.assertEqual(self.controller().get_caller_identity()["Arn"], self.manifest["controller"]["user_arn"])
        self.assertEqual(self.responder("sts").get_caller_identity()["Account"], self.prod["account_id"])

    def test_an_unknown_key_is_refused(self):
        self.refused("InvalidClientTokenId", self.client("sts", "AKIAIOSFODNN7EXAMPLE", "x").get_caller_identity)

    def test_an_inactive_key_is_refused_by_every_service_in_its_own_words(self):
        self.refused("InvalidClientTokenId", self.user("sts", "bob", 1).get_caller_identity)
        self.refused("AuthFailure", self.user("ec2", "bob", 1).describe_vpcs)
        self.refused("InvalidAccessKeyId", self.user("s3", "bob", 1).list_buckets)

    def test_a_key_made_inactive_stops_working_and_works_again(self):
        key, alice = self.prod["users"]["alice"]["access_keys"][0]["id"], self.user("ec2", "alice")
        alice.describe_vpcs()
        self.responder("iam").update_access_key(UserName="alice", AccessKeyId=key, Status="Inactive")
        self.refused("AuthFailure", alice.describe_vpcs)
        self.responder("iam").update_access_key(UserName="alice", AccessKeyId=key, Status="Active")
        alice.describe_vpcs()

    def test_a_wrong_secret_a_wrong_token_and_a_missing_signature_are_refused(self):
        key = self.manifest["controller"]["access_key_id"]
        self.refused("SignatureDoesNotMatch", self.client("sts", key, "wrong").get_caller_identity)
        self.refused("AuthFailure", self.client("ec2", key, "wrong").describe_vpcs)
        access, secret, _ = credentials(self.assume())
        self.refused("InvalidClientTokenId", self.client("iam", access, secret, "wrong").list_users)
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(self.endpoint, data=b"Action=DescribeVpcs&Version=2016-11-15")
        self.assertEqual(caught.exception.code, 403)

    def test_an_expired_session_is_refused(self):
        ec2, iam = self.responder("ec2"), self.responder("iam")
        urllib.request.urlopen(self.endpoint + "/_emulator/expire-sessions", data=b"")
        self.refused("RequestExpired", ec2.describe_vpcs)
        self.refused("ExpiredToken", iam.list_users)

    def test_a_denied_user_is_denied_and_so_are_the_sessions_issued_before(self):
        session = self.prod["users"]["alice"]["session"]
        alice = self.user("ec2", "alice")
        issued = self.client("ec2", session["access_key_id"], session["secret_access_key"], session["session_token"])
        fresh = self.client("ec2", *credentials(self.user("sts", "alice").get_session_token()))
        for ec2 in (alice, issued, fresh):
            ec2.describe_vpcs()
        self.responder("iam").put_user_policy(UserName="alice", PolicyName="lock", PolicyDocument=policy("Deny", "*"))
        for ec2 in (alice, issued, fresh):
            self.refused("UnauthorizedOperation", ec2.describe_vpcs)

    def test_revoking_by_issue_time_ends_old_sessions_of_a_role_only(self):
        role = self.prod["roles"]["deploy"]
        old = self.client("ec2", role["session"]["access_key_id"], role["session"]["secret_access_key"], role["session"]["session_token"])
        old.describe_vpcs()
        time.sleep(1.1)  # aws:TokenIssueTime has whole seconds
        cut = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        revoke = policy("Deny", "*", Condition={"DateLessThan": {"aws:TokenIssueTime": cut}})
        self.responder("iam").put_role_policy(RoleName="deploy", PolicyName="revoke", PolicyDocument=revoke)
        self.refused("UnauthorizedOperation", old.describe_vpcs)
        self.own_hand("iam").put_user_policy(
            UserName="dave", PolicyName="assume", PolicyDocument=policy("Allow", "sts:AssumeRole", role["arn"]))
        new = self.client("ec2", *credentials(self.user("sts", "dave").assume_role(RoleArn=role["arn"], RoleSessionName="later")))
        new.describe_vpcs()

    def test_the_account_of_a_key_is_told(self):
        key = self.prod["users"]["alice"]["access_keys"][0]["id"]
        self.assertEqual(self.controller().get_access_key_info(AccessKeyId=key)["Account"], self.prod["account_id"])


class AssumeRole(Organization):
    def test_the_external_id_is_demanded(self):
        self.assume()
        self.refused("AccessDenied", self.assume, ExternalId="wrong")
        self.refused("AccessDenied", self.controller().assume_role, RoleArn=self.prod["responder_role_arn"], RoleSessionName="incident-1")

    def test_the_role_has_to_exist_and_to_trust_the_caller(self):
        external_id = self.manifest["responder"]["external_id"]
        arguments = {"RoleSessionName": "incident-1", "ExternalId": external_id}
        self.refused("AccessDenied", self.controller().assume_role, RoleArn=self.prod["responder_role_arn"] + "X", **arguments)
        self.refused("AccessDenied", self.user("sts", "bob").assume_role, RoleArn=self.prod["responder_role_arn"], **arguments)
        self.refused("AccessDenied", self.controller().assume_role, RoleArn=self.prod["roles"]["deploy"]["arn"], **arguments)

    def test_source_identity_has_to_be_trusted_and_stays(self):
        self.assertEqual(self.assume(SourceIdentity="analyst")["SourceIdentity"], "analyst")
        trust = self.own_hand("iam").get_role(RoleName="CordonResponder")["Role"]["AssumeRolePolicyDocument"]
        trust["Statement"] = trust["Statement"][:1]
        self.own_hand("iam").update_assume_role_policy(RoleName="CordonResponder", PolicyDocument=json.dumps(trust))
        self.assume()
        self.refused("AccessDenied", self.assume, SourceIdentity="analyst")

    def test_a_session_policy_narrows_the_session(self):
        ec2 = self.responder("ec2", Policy=policy("Allow", "ec2:Describe*"))
        ec2.describe_vpcs()
        tag = {"Resources": [self.db["id"]], "Tags": [{"Key": "a", "Value": "b"}]}
        self.assertIn("no session policy allows", self.refused("UnauthorizedOperation", ec2.create_tags, **tag))
        wide = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "ec2:Create*", "Resource": "*"}]}
        self.assertIn("explicit deny in a session policy", self.refused(
            "UnauthorizedOperation", self.responder("ec2", Policy=json.dumps(wide)).create_tags, **tag))
        # It cannot widen: the role may not terminate.
        self.refused("UnauthorizedOperation", self.responder("ec2", Policy=policy("Allow", "*")).terminate_instances, InstanceIds=[self.db["id"]])

    def test_a_session_policy_may_name_resources(self):
        interfaces = [interface["id"] for interface in self.db["interfaces"]]
        arn = f"arn:aws:ec2:us-east-1:{self.prod['account_id']}:network-interface/{interfaces[0]}"
        ec2 = self.responder("ec2", Policy=policy("Allow", "ec2:CreateTags", arn))
        ec2.create_tags(Resources=interfaces[:1], Tags=[{"Key": "a", "Value": "b"}])
        self.refused("UnauthorizedOperation", ec2.create_tags, Resources=interfaces[1:2], Tags=[{"Key": "a", "Value": "b"}])

    def test_limits_of_names_durations_and_policies(self):
        self.refused("ValidationError", self.assume, DurationSeconds=7200)
        self.refused("MalformedPolicyDocument", self.assume, Policy="{")
        self.refused("ValidationError", self.assume, Policy=policy("Allow", ["ec2:DescribeInstances"] * 200))
        self.refused("ValidationError", self.assume, SourceIdentity="not allowed: spaces")


class Interfaces(Organization):
    def test_an_interface_has_exactly_the_groups_last_set(self):
        ec2, interface = self.responder("ec2"), self.db["interfaces"][0]
        group = self.new_group(ec2, interface["vpc_id"])
        ec2.modify_network_interface_attribute(NetworkInterfaceId=interface["id"], Groups=[group])
        self.assertEqual(self.groups_of(ec2, interface["id"]), [group])
        instance = ec2.describe_instances(InstanceIds=[self.db["id"]])["Reservations"][0]["Instances"][0]
        self.assertEqual([held["GroupId"] for held in instance["SecurityGroups"]], [group])
        others = [[held["id"] for held in item["groups"]] for item in self.db["interfaces"][1:]]
        self.assertEqual([self.groups_of(ec2, item["id"]) for item in self.db["interfaces"][1:]], others)

    def test_a_plain_launch_follows_its_primary_interface(self):
        ec2, subnet = self.own_hand("ec2"), self.region["subnets"]["main-public"]["id"]
        web, ops = (self.region["security_groups"][name]["id"] for name in ("web", "ops"))
        made = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, SubnetId=subnet, SecurityGroupIds=[web])["Instances"][0]
        self.assertEqual([held["GroupId"] for held in made["SecurityGroups"]], [web])
        ec2.modify_instance_attribute(InstanceId=made["InstanceId"], Groups=[ops])
        self.assertEqual(self.groups_of(ec2, made["NetworkInterfaces"][0]["NetworkInterfaceId"]), [ops])

    def test_groups_have_to_exist_and_to_be_of_the_same_vpc(self):
        ec2, first, second = self.responder("ec2"), *self.db["interfaces"][:2]
        self.refused("InvalidGroup.NotFound", ec2.modify_network_interface_attribute, NetworkInterfaceId=first["id"],
                     Groups=["sg-0123456789abcdef0"])
        self.refused("InvalidParameter", ec2.modify_network_interface_attribute, NetworkInterfaceId=first["id"],
                     Groups=[second["groups"][0]["id"]])

    def test_an_instance_with_several_interfaces_has_no_groups_to_modify(self):
        self.refused("InvalidInstanceID", self.own_hand("ec2").modify_instance_attribute, InstanceId=self.db["id"],
                     Groups=[self.region["security_groups"]["db"]["id"]])

    def test_a_requester_managed_interface_is_shown_and_cannot_be_changed(self):
        ec2, interface = self.responder("ec2"), self.region["instances"]["ecs-host"]["interfaces"][1]
        found = ec2.describe_network_interfaces(NetworkInterfaceIds=[interface["id"]])["NetworkInterfaces"][0]
        self.assertTrue(found["RequesterManaged"])
        self.refused("AuthFailure", ec2.modify_network_interface_attribute, NetworkInterfaceId=interface["id"],
                     Groups=[self.region["security_groups"]["web"]["id"]])

    def test_a_group_in_use_or_referred_to_is_not_deleted(self):
        ec2 = self.responder("ec2")
        self.refused("DependencyViolation", ec2.delete_security_group, GroupId=self.region["security_groups"]["db"]["id"])
        first, second = (self.new_group(ec2, self.region["vpcs"]["main"]["id"], name) for name in ("one", "two"))
        ec2.authorize_security_group_ingress(GroupId=first, IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "UserIdGroupPairs": [{"GroupId": second}]}])
        self.refused("DependencyViolation", ec2.delete_security_group, GroupId=second)
        ec2.delete_security_group(GroupId=first)
        ec2.delete_security_group(GroupId=second)

    def test_a_group_name_is_unique_in_its_vpc_only(self):
        ec2, vpcs = self.responder("ec2"), self.region["vpcs"]
        self.new_group(ec2, vpcs["main"]["id"])
        self.new_group(ec2, vpcs["backend"]["id"])
        self.refused("InvalidGroup.Duplicate", self.new_group, ec2, vpcs["main"]["id"])
        self.refused("InvalidVpcID.NotFound", self.new_group, ec2, "vpc-0123456789abcdef0")

    def test_a_new_group_allows_all_egress_of_its_vpc(self):
        ec2, vpcs = self.responder("ec2"), self.region["vpcs"]
        for vpc, wanted in (("main", ["-1 *-* 0.0.0.0/0", "-1 *-* ::/0"]), ("backend", ["-1 *-* 0.0.0.0/0"])):
            group = self.new_group(ec2, vpcs[vpc]["id"])
            found = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
            self.assertEqual(snapshot_state.rules(found["IpPermissionsEgress"]), wanted)

    def test_filters(self):
        ec2 = self.responder("ec2")

        def found(**filters):
            rows = [{"Name": name.replace("__", ".").replace("_", "-"), "Values": values} for name, values in filters.items()]
            return {item["NetworkInterfaceId"] for item in ec2.describe_network_interfaces(Filters=rows)["NetworkInterfaces"]}

        mine = [interface["id"] for interface in self.db["interfaces"]]
        self.assertEqual(found(attachment__instance_id=[self.db["id"]]), set(mine))
        self.assertEqual(found(attachment__instance_id=[self.db["id"]], group_name=["ops", "backend"]), set(mine[1:]))
        self.assertEqual(found(attachment__instance_id=[self.db["id"]], vpc_id=[self.region["vpcs"]["backend"]["id"]]), {mine[1]})
        self.assertEqual(found(group_id=[self.region["security_groups"]["backend"]["id"]], attachment__instance_id=[self.db["id"]]), {mine[1]})
        managed = self.region["instances"]["ecs-host"]["interfaces"][1]["id"]
        self.assertEqual(found(requester_managed=["true"]), {managed})
        self.refused("InvalidParameterValue", ec2.describe_security_groups, Filters=[{"Name": "no-such", "Values": ["1"]}])
        found = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["web", "app"]}])["SecurityGroups"]
        self.assertEqual(sorted(group["GroupName"] for group in found), ["app", "web"])


class Tags(Organization):
    def test_tags_merge_and_are_found(self):
        ec2 = self.responder("ec2")
        ec2.create_tags(Resources=[self.db["id"]], Tags=[{"Key": "GuardDutyIsolated", "Value": "true"}])
        rows = ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [self.db["id"]]}])["Tags"]
        self.assertEqual({row["Key"]: row["Value"] for row in rows}, self.db["tags"] | {"GuardDutyIsolated": "true"})
        rows = ec2.describe_tags(Filters=[{"Name": "tag:GuardDutyIsolated", "Values": ["true"]}])["Tags"]
        self.assertEqual([row["ResourceId"] for row in rows], [self.db["id"]])
        ec2.delete_tags(Resources=[self.db["id"]], Tags=[{"Key": "GuardDutyIsolated", "Value": "other"}])
        self.assertEqual(len(ec2.describe_tags(Filters=[{"Name": "tag:GuardDutyIsolated", "Values": ["true"]}])["Tags"]), 1)

    def test_what_is_no_tag_is_refused(self):
        ec2 = self.responder("ec2")
        self.refused("InvalidParameterValue", ec2.create_tags, Resources=[self.db["id"]], Tags=[{"Key": "aws:x", "Value": "1"}])
        self.refused("InvalidParameterValue", ec2.create_tags, Resources=[self.db["id"]], Tags=[{"Key": "x", "Value": "1" * 257}])
        self.refused("InvalidInstanceID.NotFound", ec2.create_tags, Resources=["i-0123456789abcdef0"], Tags=[{"Key": "x", "Value": "1"}])

    def test_tagging_while_creating_takes_the_permission_to_tag(self):
        vpc = self.region["vpcs"]["main"]["id"]
        ec2 = self.responder("ec2", Policy=policy("Allow", "ec2:CreateSecurityGroup"))
        tags = [{"ResourceType": "security-group", "Tags": [{"Key": "a", "Value": "b"}]}]
        self.refused("UnauthorizedOperation", ec2.create_security_group, GroupName="a", Description="a", VpcId=vpc, TagSpecifications=tags)
        ec2.create_security_group(GroupName="a", Description="a", VpcId=vpc)


class Buckets(Organization):
    def setUp(self):
        super().setUp()
        self.buckets = {name: bucket["name"] for name, bucket in self.prod["buckets"].items()}

    def quarantine(self, spared):
        return json.dumps({"Version": "2012-10-17", "Statement": [{
            "Sid": "Quarantine", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::{self.buckets['logs']}", f"arn:aws:s3:::{self.buckets['logs']}/*"],
            "Condition": {"ArnNotLike": {"aws:PrincipalArn": spared}}}]})

    def test_a_deny_spares_whom_its_condition_spares(self):
        s3, alice, bucket = self.responder("s3"), self.user("s3", "alice"), self.buckets["logs"]
        alice.get_object(Bucket=bucket, Key="index.html")
        s3.put_bucket_policy(Bucket=bucket, Policy=self.quarantine([self.prod["responder_role_arn"]]))
        self.refused("AccessDenied", alice.get_object, Bucket=bucket, Key="index.html")
        self.refused("AccessDenied", alice.delete_bucket_policy, Bucket=bucket)
        s3.get_bucket_policy(Bucket=bucket)
        s3.delete_bucket_policy(Bucket=bucket)
        alice.get_object(Bucket=bucket, Key="index.html")

    def test_a_deny_without_exceptions_locks_everybody_out(self):
        s3, bucket = self.responder("s3"), self.buckets["logs"]
        s3.put_bucket_policy(Bucket=bucket, Policy=self.quarantine(["arn:aws:iam::000000000000:role/nobody"]))
        self.refused("AccessDenied", s3.get_bucket_policy, Bucket=bucket)

    def test_a_condition_that_does_not_hold_denies_nobody(self):
        self.own_hand("s3").get_object(Bucket=self.buckets["customer-data"], Key="index.html")
        self.user("s3", "alice").get_object(Bucket=self.buckets["customer-data"], Key="index.html")  # its TLSOnly spares TLS

    def test_other_accounts_are_kept_out_unless_the_policy_lets_them_in(self):
        dev = self.user("s3", "alice", account="dev")
        self.refused("AccessDenied", dev.get_object, Bucket=self.buckets["logs"], Key="index.html")
        dev.get_object(Bucket=self.buckets["public-site"], Key="index.html")

    def test_the_public_read_what_is_public_until_it_is_blocked(self):
        url = f"{self.endpoint}/{self.buckets['public-site']}/index.html"
        self.assertEqual(urllib.request.urlopen(url).read(), b"<p>hello</p>")
        self.responder("s3").put_public_access_block(Bucket=self.buckets["public-site"], PublicAccessBlockConfiguration=dict.fromkeys(
            ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True))
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(url)
        self.assertEqual(caught.exception.code, 403)

    def test_a_blocked_bucket_takes_no_public_policy(self):
        s3, bucket = self.responder("s3"), self.buckets["customer-data"]
        public = policy("Allow", "s3:GetObject", f"arn:aws:s3:::{bucket}/*", Principal="*")
        self.refused("AccessDenied", s3.put_bucket_policy, Bucket=bucket, Policy=public)
        self.refused("MalformedPolicy", s3.put_bucket_policy, Bucket=bucket, Policy="{")
        ghost = policy("Deny", "s3:*", f"arn:aws:s3:::{bucket}/*", Principal={"AWS": f"arn:aws:iam::{self.prod['account_id']}:role/ghost"})
        self.refused("MalformedPolicy", s3.put_bucket_policy, Bucket=bucket, Policy=ghost)

    def test_another_region_redirects(self):
        s3, bucket = self.responder("s3"), self.buckets["archive"]
        self.assertEqual(s3.get_bucket_location(Bucket=bucket)["LocationConstraint"], "eu-west-1")
        request = s3.get_bucket_tagging(Bucket=bucket)["ResponseMetadata"]  # boto3 follows to the region it is told
        self.assertEqual(request["HTTPStatusCode"], 200)

    def test_the_expected_owner_is_checked(self):
        self.refused("AccessDenied", self.responder("s3").get_bucket_tagging, Bucket=self.buckets["customer-data"],
                     ExpectedBucketOwner="222222222222")


class Shapes(Organization):
    def test_what_is_not_emulated_is_an_error_of_aws_shape(self):
        message = self.refused("NotImplemented", self.own_hand("ec2").describe_stale_security_groups, VpcId="vpc-1")
        self.assertIn("DescribeStaleSecurityGroups", message)
        self.refused("NotImplemented", self.own_hand("guardduty").list_findings, DetectorId="d")

    def test_the_state_reads_the_same_twice_and_differs_where_it_was_changed(self):
        before = snapshot_state.read(self.manifest, self.endpoint)
        self.assertEqual(list(snapshot_state.difference(before, snapshot_state.read(self.manifest, self.endpoint))), [])
        self.responder("iam").tag_user(UserName="alice", Tags=[{"Key": "GuardDutyLocked", "Value": "true"}])
        after = snapshot_state.read(self.manifest, self.endpoint)
        path = f"{self.prod['account_id']}/global/users/alice/tags/GuardDutyLocked"
        self.assertEqual(list(snapshot_state.difference(before, after)), [("+", path, '"true"')])

    def test_findings_are_written_in_every_shape(self):
        import findings

        rows = list(findings.stories(self.manifest))
        self.assertEqual({shape for _, shape, _, _ in rows}, set(findings.SHAPES))
        self.assertEqual(len({name for name, *_ in rows}), len(rows))


class Proxy(Organization):
    def setUp(self):
        super().setUp()
        proxy = subprocess.Popen([sys.executable, HERE / "proxy.py", "--upstream", self.endpoint], stdout=subprocess.PIPE, text=True)
        self.addCleanup(proxy.communicate)
        self.addCleanup(proxy.kill)
        self.proxy = proxy.stdout.readline().split()[1]

    def call(self, method, path, value=None):
        request = urllib.request.Request(self.proxy + path, method=method, data=None if value is None else json.dumps(value).encode())
        return json.load(urllib.request.urlopen(request))

    def test_calls_are_counted_and_writes_told_from_reads(self):
        alice = self.user("ec2", "bob", endpoint=self.proxy)
        alice.describe_vpcs()
        alice.create_tags(Resources=[self.db["id"]], Tags=[{"Key": "a", "Value": "b"}])
        log = self.call("GET", "/_log")
        self.assertEqual((log["total"], log["writes"]), (2, 1))
        self.assertEqual({(row["action"], row["account"], row["write"]) for row in log["counts"]},
                         {("DescribeVpcs", self.prod["account_id"], False), ("CreateTags", self.prod["account_id"], True)})
        self.call("POST", "/_reset")
        self.assertEqual(self.call("GET", "/_log")["total"], 0)

    def test_a_lost_answer_was_executed_and_a_reset_was_not(self):
        bob = self.user("ec2", "bob", endpoint=self.proxy)
        for kind, tagged in (("reset", False), ("lost", True)):
            self.call("PUT", "/_faults", [{"action": "CreateTags", "kind": kind, "times": 1}])
            with self.assertRaises(ConnectionClosedError):
                bob.create_tags(Resources=[self.db["id"]], Tags=[{"Key": kind, "Value": "1"}])
            found = bob.describe_tags(Filters=[{"Name": "key", "Values": [kind]}])["Tags"]
            self.assertEqual(bool(found), tagged)

    def test_throttling_has_the_words_of_each_service(self):
        for service, operation, code in (("ec2", "describe_vpcs", "RequestLimitExceeded"), ("s3", "list_buckets", "SlowDown"),
                                         ("iam", "list_users", "Throttling")):
            self.call("PUT", "/_faults", [{"service": service, "kind": "throttle", "times": 1}])
            client = self.user(service, "alice", endpoint=self.proxy)
            self.refused(code, getattr(client, operation))
            getattr(client, operation)()


if __name__ == "__main__":
    unittest.main(verbosity=1)
