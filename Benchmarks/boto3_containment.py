"""The usual way to contain an instance with boto3: one call after the other. What `make bench` compares Cordon with.

    python Benchmarks/boto3_containment.py --endpoint http://127.0.0.1:PORT --instance i-0123456789abcdef0 [--repeat 20]

Prints JSON, milliseconds: wall and CPU of each containment, and when its last interface was isolated. The first is cold (clients are
made, the role assumed, perhaps the group created), the others keep clients and credentials.
"""

import argparse
import json
import resource
import statistics
import time

START = time.perf_counter()

import boto3  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402

IMPORTED = time.perf_counter()
GROUP = "guardduty-isolation-sg"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--instance", default="i-0123456789abcdef0")
    parser.add_argument("--role", default="arn:aws:iam::444444444444:role/CordonResponder")
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--repeat", type=int, default=1)
    options = parser.parse_args()
    runs, ec2 = [], None
    for _ in range(options.repeat):
        wall, cpu = time.perf_counter(), cpu_seconds()
        if ec2 is None:
            ec2 = assumed(options)
        isolated = contain(ec2, options.instance)
        runs.append({"wall_ms": 1e3 * (time.perf_counter() - wall), "isolated_ms": 1e3 * (isolated - wall),
                     "cpu_ms": 1e3 * (cpu_seconds() - cpu)})
    print(json.dumps({
        "import_ms": 1e3 * (IMPORTED - START), "cold": runs[0],
        "warm": {name: statistics.median(run[name] for run in runs[1:]) for name in runs[0]} if len(runs) > 1 else None,
        "process_cpu_ms": 1e3 * cpu_seconds(),
    }, indent=2))


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def assumed(options):
    session = boto3.Session(aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="example", region_name=options.region)
    credentials = session.client("sts", endpoint_url=options.endpoint).assume_role(
        RoleArn=options.role, RoleSessionName="incident", ExternalId="external-id")["Credentials"]
    return boto3.Session(
        aws_access_key_id=credentials["AccessKeyId"], aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"], region_name=options.region,
    ).client("ec2", endpoint_url=options.endpoint)


def contain(ec2, instance_id):
    """Isolates, tags and snapshots; returns when the last interface was isolated."""
    instance = ec2.describe_instances(InstanceIds=[instance_id])["Reservations"][0]["Instances"][0]
    group = isolation_group(ec2, instance["VpcId"])
    for interface in instance["NetworkInterfaces"]:
        ec2.modify_network_interface_attribute(NetworkInterfaceId=interface["NetworkInterfaceId"], Groups=[group])
    isolated = time.perf_counter()
    ec2.create_tags(Resources=[instance_id], Tags=[{"Key": "GuardDutyIsolated", "Value": "true"}])
    for device in instance["BlockDeviceMappings"]:
        ec2.create_snapshot(VolumeId=device["Ebs"]["VolumeId"], Description=f"evidence of {instance_id}")
    return isolated


def isolation_group(ec2, vpc):
    found = ec2.describe_security_groups(
        Filters=[{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": [GROUP]}])["SecurityGroups"]
    if found:
        return found[0]["GroupId"]
    try:
        group = ec2.create_security_group(GroupName=GROUP, Description="isolation", VpcId=vpc)["GroupId"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "InvalidGroup.Duplicate":
            raise
        return isolation_group(ec2, vpc)
    ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    return group


if __name__ == "__main__":
    main()
