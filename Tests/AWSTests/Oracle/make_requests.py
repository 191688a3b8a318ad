"""Has botocore make the requests that Cordon's AWS client is compared with.

Writes ../Fixtures/requests.json: for each row the method, URL, headers and body that botocore sends and signs at a fixed
time with fixed credentials. Run it again after adding a row, with the botocore of tests' requirements (1.43 or later):

    python3 Tests/AWSTests/Oracle/make_requests.py
"""

import datetime
import json
import pathlib
from unittest import mock

import botocore.auth
import botocore.session
from botocore.config import Config

NOW = datetime.datetime(2026, 11, 24, 2, 4, 30)
ACCOUNT = "333333333333"
POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'
TAGS = [{"Key": "GuardDutyIsolated", "Value": "true"}, {"Key": "cordon:é & <b>", "Value": "a+b c/d=e~\"'"}]
USER = {"UserName": "mallory+x@example.org"}
ROLE = {"RoleName": "Web_App-Role"}
USER_POLICY = {**USER, "PolicyName": "Cordon-Deny"}
ROLE_POLICY = {**ROLE, "PolicyName": "Cordon-Deny"}
BUCKET = {"Bucket": "payments-export", "ExpectedBucketOwner": ACCOUNT}
DOTTED = {**BUCKET, "Bucket": "dots.in.name"}
SHA256 = {"ChecksumAlgorithm": "SHA256"}
FILTERS = [{"Name": "vpc-id", "Values": ["vpc-1", "vpc-2"]}, {"Name": "group-name", "Values": ["guardduty isolation"]}]
PERMISSIONS = [
    {
        "IpProtocol": "tcp",
        "FromPort": 443,
        "ToPort": 443,
        "IpRanges": [{"CidrIp": "0.0.0.0/0"}, {"CidrIp": "10.0.0.0/8", "Description": "inside"}],
        "Ipv6Ranges": [{"CidrIpv6": "::/0"}],
        "PrefixListIds": [{"PrefixListId": "pl-1"}],
        "UserIdGroupPairs": [{"GroupId": "sg-2", "UserId": ACCOUNT}],
    },
    {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]},
]

# name, service, botocore's method, parameters
ROWS = [
    ("AssumeRole", "sts", "assume_role", {
        "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/CordonResponder", "RoleSessionName": "inc-0123456789abcdef",
        "ExternalId": "a/b+c=", "SourceIdentity": "inc-0123456789abcdef", "Policy": POLICY,
        "Tags": [{"Key": "incident", "Value": "inc 1"}], "DurationSeconds": 900}),
    ("AssumeRole, least", "sts", "assume_role", {
        "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/CordonResponder", "RoleSessionName": "cordon"}),
    ("GetCallerIdentity", "sts", "get_caller_identity", {}),
    ("DescribeInstances", "ec2", "describe_instances", {"InstanceIds": ["i-1", "i-2"]}),
    ("DescribeInstances, filters", "ec2", "describe_instances", {"Filters": FILTERS, "NextToken": "a b/+="}),
    ("DescribeNetworkInterfaces", "ec2", "describe_network_interfaces", {
        "NetworkInterfaceIds": ["eni-1"], "Filters": [{"Name": "attachment.instance-id", "Values": ["i-1"]}]}),
    ("DescribeSecurityGroups", "ec2", "describe_security_groups", {"GroupIds": ["sg-1", "sg-2"]}),
    ("DescribeSecurityGroups, filters", "ec2", "describe_security_groups", {"Filters": FILTERS}),
    ("DescribeSecurityGroupRules", "ec2", "describe_security_group_rules", {
        "Filters": [{"Name": "group-id", "Values": ["sg-1"]}]}),
    ("CreateSecurityGroup", "ec2", "create_security_group", {
        "GroupName": "guardduty-isolation-sg", "Description": "Isolates: no rules", "VpcId": "vpc-1",
        "TagSpecifications": [{"ResourceType": "security-group", "Tags": TAGS}]}),
    ("CreateSecurityGroup, no tags", "ec2", "create_security_group", {
        "GroupName": "g", "Description": "d", "VpcId": "vpc-1"}),
    ("DeleteSecurityGroup", "ec2", "delete_security_group", {"GroupId": "sg-1"}),
    ("AuthorizeSecurityGroupIngress", "ec2", "authorize_security_group_ingress", {
        "GroupId": "sg-1", "IpPermissions": PERMISSIONS}),
    ("AuthorizeSecurityGroupEgress", "ec2", "authorize_security_group_egress", {
        "GroupId": "sg-1", "IpPermissions": PERMISSIONS}),
    ("RevokeSecurityGroupIngress", "ec2", "revoke_security_group_ingress", {
        "GroupId": "sg-1", "IpPermissions": PERMISSIONS}),
    ("RevokeSecurityGroupEgress", "ec2", "revoke_security_group_egress", {
        "GroupId": "sg-1", "SecurityGroupRuleIds": ["sgr-1", "sgr-2"]}),
    ("ModifyNetworkInterfaceAttribute", "ec2", "modify_network_interface_attribute", {
        "NetworkInterfaceId": "eni-1", "Groups": ["sg-1", "sg-2"]}),
    ("CreateTags", "ec2", "create_tags", {"Resources": ["i-1", "eni-1"], "Tags": TAGS}),
    ("DeleteTags", "ec2", "delete_tags", {"Resources": ["i-1"], "Tags": [{"Key": "a"}, {"Key": "b c"}]}),
    ("DescribeTags", "ec2", "describe_tags", {"Filters": [{"Name": "resource-id", "Values": ["i-1"]}]}),
    ("CreateSnapshots", "ec2", "create_snapshots", {
        "InstanceSpecification": {"InstanceId": "i-1", "ExcludeBootVolume": False}, "Description": "inc-1",
        "TagSpecifications": [{"ResourceType": "snapshot", "Tags": TAGS}], "CopyTagsFromSource": "volume"}),
    ("DescribeSnapshots", "ec2", "describe_snapshots", {
        "OwnerIds": ["self"], "Filters": [{"Name": "tag:incident", "Values": ["inc-1"]}]}),
    ("DescribeSnapshots, ids", "ec2", "describe_snapshots", {"SnapshotIds": ["snap-1"]}),
    ("DescribeRouteTables", "ec2", "describe_route_tables", {"Filters": [{"Name": "vpc-id", "Values": ["vpc-1"]}]}),
    ("DescribeVpcEndpoints", "ec2", "describe_vpc_endpoints", {"Filters": [{"Name": "vpc-id", "Values": ["vpc-1"]}]}),
    ("GetUser", "iam", "get_user", USER),
    ("GetRole", "iam", "get_role", ROLE),
    ("ListAccessKeys", "iam", "list_access_keys", {**USER, "Marker": "m/+="}),
    ("GetAccessKeyLastUsed", "iam", "get_access_key_last_used", {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}),
    ("UpdateAccessKey", "iam", "update_access_key", {
        **USER, "AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "Status": "Inactive"}),
    ("GetUserPolicy", "iam", "get_user_policy", USER_POLICY),
    ("PutUserPolicy", "iam", "put_user_policy", {**USER_POLICY, "PolicyDocument": POLICY}),
    ("DeleteUserPolicy", "iam", "delete_user_policy", USER_POLICY),
    ("GetRolePolicy", "iam", "get_role_policy", ROLE_POLICY),
    ("PutRolePolicy", "iam", "put_role_policy", {**ROLE_POLICY, "PolicyDocument": POLICY}),
    ("DeleteRolePolicy", "iam", "delete_role_policy", ROLE_POLICY),
    ("ListUserTags", "iam", "list_user_tags", USER),
    ("TagUser", "iam", "tag_user", {**USER, "Tags": TAGS}),
    ("UntagUser", "iam", "untag_user", {**USER, "TagKeys": ["a", "b c"]}),
    ("ListRoleTags", "iam", "list_role_tags", ROLE),
    ("TagRole", "iam", "tag_role", {**ROLE, "Tags": TAGS}),
    ("UntagRole", "iam", "untag_role", {**ROLE, "TagKeys": ["a", "b c"]}),
    ("UntagRole, none", "iam", "untag_role", {**ROLE, "TagKeys": []}),
    ("ListAttachedUserPolicies", "iam", "list_attached_user_policies", USER),
    ("ListUserPolicies", "iam", "list_user_policies", USER),
    ("GetBucketLocation", "s3", "get_bucket_location", DOTTED),
    ("GetPublicAccessBlock", "s3", "get_public_access_block", BUCKET),
    ("PutPublicAccessBlock", "s3", "put_public_access_block", {
        **BUCKET, **SHA256, "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": False,
            "RestrictPublicBuckets": True}}),
    ("DeletePublicAccessBlock", "s3", "delete_public_access_block", BUCKET),
    ("GetBucketPolicy", "s3", "get_bucket_policy", BUCKET),
    ("PutBucketPolicy", "s3", "put_bucket_policy", {**BUCKET, **SHA256, "Policy": POLICY}),
    ("DeleteBucketPolicy", "s3", "delete_bucket_policy", BUCKET),
    ("GetBucketTagging", "s3", "get_bucket_tagging", BUCKET),
    ("PutBucketTagging", "s3", "put_bucket_tagging", {**BUCKET, **SHA256, "Tagging": {"TagSet": TAGS}}),
    ("DeleteBucketTagging", "s3", "delete_bucket_tagging", BUCKET),
]

REGIONS = ["us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1", "us-isob-east-1",
           "eu-isoe-west-1", "us-isof-south-1", "eusc-de-east-1"]


UNCOMPARED = {"user-agent", "amz-sdk-invocation-id", "amz-sdk-request", "content-length"}


class Captured(Exception):
    pass


def client(session, service, region):
    return session.create_client(
        service, region_name=region, aws_access_key_id="AKIDEXAMPLE", aws_session_token="token/+=",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        config=Config(s3={"payload_signing_enabled": True, "us_east_1_regional_endpoint": "regional"},
                      parameter_validation=False, retries={"total_max_attempts": 1, "mode": "standard"}))


def text(body):
    if isinstance(body, str):
        return body
    return (body if isinstance(body, (bytes, bytearray)) else body.read()).decode()


def requests(session):
    captured = []

    def capture(request, **_):
        headers = {name.lower(): value.decode() if isinstance(value, bytes) else value
                   for name, value in request.headers.items() if name.lower() not in UNCOMPARED}
        body = request.body or b""
        captured.append({
            "method": request.method, "url": request.url, "headers": headers,
            "body": text(body)})
        raise Captured

    for name, service, method, parameters in ROWS:
        aws = client(session, service, "eu-west-1")
        aws.meta.events.register("before-send", capture)
        try:
            getattr(aws, method)(**parameters)
        except Captured:
            captured[-1] = {"name": name, "service": service, **captured[-1]}
    return captured


def endpoints(session):
    found = []
    for service in ["sts", "ec2", "iam", "s3"]:
        for region in REGIONS:
            aws = client(session, service, region)
            signed = []

            def capture(request, **_):
                signed.append(request.headers["Authorization"])
                raise Captured

            aws.meta.events.register("before-send", capture)
            call = {"sts": "get_caller_identity", "ec2": "describe_instances", "iam": "list_users", "s3": "list_buckets"}
            try:
                getattr(aws, call[service])()
            except Captured:
                authorization = signed[0].decode() if isinstance(signed[0], bytes) else signed[0]
            found.append({"service": service, "region": region, "url": aws.meta.endpoint_url,
                          "signingRegion": authorization.split("/")[2]})
    return found


def main():
    folder = pathlib.Path(__file__).parent.parent / "Fixtures"
    session = botocore.session.get_session()
    with mock.patch.object(botocore.auth, "get_current_datetime", lambda *_, **__: NOW):
        document = {"requests": requests(session), "endpoints": endpoints(session)}
    (folder / "requests.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(document['requests'])} requests, {len(document['endpoints'])} endpoints")


main()
