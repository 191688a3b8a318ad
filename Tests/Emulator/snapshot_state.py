"""The state of the whole emulated organization as sorted JSON, read with boto3 as each account itself; and differences between two.

    python Tests/Emulator/snapshot_state.py --manifest MANIFEST.json --out BEFORE.json
    python Tests/Emulator/snapshot_state.py --diff BEFORE.json AFTER.json       (exit 1 when they differ)

Read beside the program under test, not through it: what tests compare before, after, and after rollback.
"""

import argparse
import functools
import json
import pathlib
import sys
from urllib.parse import unquote

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--manifest")
    parser.add_argument("--endpoint", help="instead of the manifest's")
    parser.add_argument("--out", help="standard output when missing")
    parser.add_argument("--diff", nargs=2, metavar=("BEFORE", "AFTER"))
    parser.add_argument("--ignore", action="append", default=[], metavar="PREFIX",
                        help="paths to leave out of the difference, for example 222222222222/us-east-1/snapshots")
    options = parser.parse_args()
    if options.diff:
        before, after = (json.loads(pathlib.Path(path).read_text()) for path in options.diff)
        rows = [row for row in difference(before, after) if not row[1].startswith(tuple(options.ignore) or ("\0",))]
        for sign, path, value in rows:
            print(sign, path, value)
        sys.exit(1 if rows else 0)
    if not options.manifest:
        parser.error("--manifest or --diff")
    manifest = json.loads(pathlib.Path(options.manifest).read_text())
    text = json.dumps(read(manifest, options.endpoint or manifest["endpoint"]), indent=1, sort_keys=True) + "\n"
    if options.out:
        pathlib.Path(options.out).write_text(text)
    else:
        print(text, end="")


def read(manifest, endpoint):
    state = {}
    for account in manifest["accounts"].values():
        reader = Reader(endpoint, account["account_id"])
        held = state[account["account_id"]] = {"global": {"users": reader.users(), "roles": reader.roles()}, "buckets": reader.buckets()}
        for region in manifest["regions"]:
            held[region] = reader.region(region)
    return state


class Reader:
    """One account, by its own hand: the emulator takes the header for the account itself."""

    def __init__(self, endpoint, account):
        self.endpoint, self.account = endpoint, account

    @functools.cache
    def client(self, service, region="us-east-1"):
        client = _session().client(service, region_name=region, endpoint_url=self.endpoint, config=_CONFIG)
        client.meta.events.register("before-sign", lambda request, **_: request.headers.add_header("x-moto-account-id", self.account))
        return client

    def region(self, region):
        ec2 = self.client("ec2", region)
        pages = functools.partial(listed, ec2)
        instances = [item for held in pages("describe_instances", "Reservations") for item in held["Instances"]]
        return {
            "instances": {item["InstanceId"]: {
                "state": item["State"]["Name"], "tags": tags(item), "profile": item.get("IamInstanceProfile", {}).get("Arn"),
                "groups": sorted(group["GroupId"] for group in item["SecurityGroups"]),
                "interfaces": {str(nic["Attachment"]["DeviceIndex"]): nic["NetworkInterfaceId"] for nic in item["NetworkInterfaces"]},
                "volumes": {device["DeviceName"]: device["Ebs"]["VolumeId"] for device in item["BlockDeviceMappings"]},
            } for item in instances},
            "interfaces": {item["NetworkInterfaceId"]: {
                # In the order AWS gives them: a restore has to keep it.
                "groups": [group["GroupId"] for group in item["Groups"]], "tags": tags(item, "TagSet"), "vpc": item["VpcId"],
                "description": item.get("Description"), "source_dest_check": item["SourceDestCheck"],
                "attachment": item.get("Attachment", {}).get("InstanceId"),
            } for item in pages("describe_network_interfaces", "NetworkInterfaces")},
            "groups": {item["GroupId"]: {
                "name": item["GroupName"], "vpc": item["VpcId"], "description": item["Description"], "tags": tags(item),
                "ingress": rules(item["IpPermissions"]), "egress": rules(item["IpPermissionsEgress"]),
            } for item in pages("describe_security_groups", "SecurityGroups")},
            "volumes": {item["VolumeId"]: {"tags": tags(item), "state": item["State"], "size": item["Size"]}
                        for item in pages("describe_volumes", "Volumes")},
            "snapshots": {item["SnapshotId"]: {"volume": item["VolumeId"], "tags": tags(item), "description": item["Description"]}
                          for item in pages("describe_snapshots", "Snapshots", OwnerIds=["self"])},
        }

    def users(self):
        iam = self.client("iam")
        users = {}
        for item in listed(iam, "list_users", "Users"):
            name = item["UserName"]
            users[name] = {
                "arn": item["Arn"],
                "keys": {key["AccessKeyId"]: key["Status"] for key in listed(iam, "list_access_keys", "AccessKeyMetadata", UserName=name)},
                "inline": {policy: parsed(iam.get_user_policy(UserName=name, PolicyName=policy)["PolicyDocument"])
                           for policy in listed(iam, "list_user_policies", "PolicyNames", UserName=name)},
                "attached": sorted(policy["PolicyArn"] for policy in listed(iam, "list_attached_user_policies", "AttachedPolicies", UserName=name)),
                "groups": sorted(group["GroupName"] for group in listed(iam, "list_groups_for_user", "Groups", UserName=name)),
                "tags": tags({"Tags": listed(iam, "list_user_tags", "Tags", UserName=name)}),
            }
        return users

    def roles(self):
        iam = self.client("iam")
        roles = {}
        for item in listed(iam, "list_roles", "Roles"):
            name = item["RoleName"]
            roles[name] = {
                "arn": item["Arn"], "trust": parsed(item["AssumeRolePolicyDocument"]),
                "inline": {policy: parsed(iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"])
                           for policy in listed(iam, "list_role_policies", "PolicyNames", RoleName=name)},
                "attached": sorted(policy["PolicyArn"] for policy in listed(iam, "list_attached_role_policies", "AttachedPolicies", RoleName=name)),
                "tags": tags({"Tags": listed(iam, "list_role_tags", "Tags", RoleName=name)}),
            }
        return roles

    def buckets(self):
        s3 = self.client("s3")
        return {
            item["Name"]: {
                "policy": parsed(optional(s3.get_bucket_policy, "Policy", "NoSuchBucketPolicy", Bucket=item["Name"])),
                "public_access_block": optional(
                    s3.get_public_access_block, "PublicAccessBlockConfiguration", "NoSuchPublicAccessBlockConfiguration", Bucket=item["Name"]),
                "tags": tags({"Tags": optional(s3.get_bucket_tagging, "TagSet", "NoSuchTagSet", Bucket=item["Name"]) or []}),
            }
            for item in s3.list_buckets()["Buckets"]
        }


_CONFIG = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"})


@functools.cache
def _session():
    return boto3.Session(aws_access_key_id="READER", aws_secret_access_key="READER")


def listed(client, operation, key, **arguments):
    return [item for page in client.get_paginator(operation).paginate(**arguments) for item in page[key]]


def optional(operation, key, missing, **arguments):
    try:
        return operation(**arguments)[key]
    except ClientError as error:
        if error.response["Error"]["Code"] != missing:
            raise
        return None


def parsed(document):
    """A policy as a value, so that spacing does not count; as text when it is no JSON."""
    if not isinstance(document, str):
        return document
    try:
        return json.loads(unquote(document))
    except ValueError:
        return document


def tags(item, key="Tags"):
    return {tag["Key"]: tag["Value"] for tag in item.get(key, [])}


def rules(permissions):
    """One line a rule, sorted: how AWS groups them is its own affair."""
    found = []
    for item in permissions:
        ports = f"{item['IpProtocol']} {item.get('FromPort', '*')}-{item.get('ToPort', '*')}"
        sources = [("CidrIp", "IpRanges"), ("CidrIpv6", "Ipv6Ranges"), ("PrefixListId", "PrefixListIds"), ("GroupId", "UserIdGroupPairs")]
        for key, kind in sources:
            found += [f"{ports} {source[key]} {source.get('Description', '')}".rstrip() for source in item.get(kind, [])]
    return sorted(found)


def difference(before, after, path=""):
    """(sign, path, value) of everything that differs: - was there, + is there now."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            at = f"{path}/{key}" if path else key
            if key not in after:
                yield "-", at, json.dumps(before[key], sort_keys=True)
            elif key not in before:
                yield "+", at, json.dumps(after[key], sort_keys=True)
            else:
                yield from difference(before[key], after[key], at)
    elif before != after:
        yield "-", path, json.dumps(before, sort_keys=True)
        yield "+", path, json.dumps(after, sort_keys=True)


if __name__ == "__main__":
    main()
