"""The demo organization: an administrator account, three members and one account that is in nobody's list.

Everything has a name that never changes; ids are the same on every run too, since moto's randomness is seeded.
"""

import json
import pathlib

from inside import Inside

REGIONS = ("us-east-1", "eu-west-1")
EXTERNAL_ID = "cordon-demo-external-id"
RESPONDER = "CordonResponder"
IMAGE = "ami-0123456789abcdef0"
QUARANTINE = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3"

# name: (id, environment, team); the last is in no accounts file.
MEMBERS = {
    "dev": ("222222222222", "dev", "platform"),
    "staging": ("333333333333", "staging", "platform"),
    "prod": ("444444444444", "prod", "payments"),
    "unlisted": ("555555555555", "dev", "unknown"),
}
ADMINISTRATOR = "111111111111"


def seed(application):
    """Seeds the organization and returns the manifest."""
    from moto.moto_api._internal import mock_random

    mock_random.seed(20260101)
    inside = Inside(application)
    accounts = {name: _member(inside, name, *row) for name, row in MEMBERS.items()}
    controller = _administrator(inside)
    accounts["administrator"] = {
        "account_id": ADMINISTRATOR, "name": "administrator", "environment": "security", "team": "security",
        "regions": {region: {"instances": {}} for region in REGIONS}, "users": {}, "roles": {}, "buckets": {},
    }
    return {
        "region": REGIONS[0], "regions": list(REGIONS), "controller": controller,
        "responder": {"role_name": RESPONDER, "external_id": EXTERNAL_ID}, "accounts": accounts,
    }


def tag_list(tags):
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


# MARK: accounts


def _administrator(inside):
    """The account that Cordon runs in: its principal may assume the responder role anywhere, and read the organization."""
    iam = inside.client("iam", ADMINISTRATOR)
    user = iam.create_user(UserName="cordon-controller")["User"]
    iam.put_user_policy(UserName="cordon-controller", PolicyName="controller", PolicyDocument=document(
        {"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
         "Resource": f"arn:aws:iam::*:role/{RESPONDER}"},
        {"Effect": "Allow", "Action": ["organizations:Describe*", "organizations:List*", "guardduty:*", "sts:GetAccessKeyInfo"],
         "Resource": "*"}))
    key = iam.create_access_key(UserName="cordon-controller")["AccessKey"]
    return {"account_id": ADMINISTRATOR, "user_arn": user["Arn"], "access_key_id": key["AccessKeyId"],
            "secret_access_key": key["SecretAccessKey"]}


def _member(inside, name, account, environment, team):
    iam = inside.client("iam", account)
    roles = _roles(iam, account)
    users = _users(iam, account)
    regions = REGIONS if name != "unlisted" else REGIONS[:1]
    return {
        "account_id": account, "name": name, "environment": environment, "team": team, "listed": name != "unlisted",
        "responder_role_arn": roles[RESPONDER]["arn"],
        "roles": roles, "users": users,
        "regions": {region: _region(inside, account, region, index, environment) for index, region in enumerate(regions)},
        "buckets": _buckets(inside, name, account, roles),
    }


# MARK: IAM


def _roles(iam, account):
    trust_ec2 = document({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"})
    responder_trust = document({
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ADMINISTRATOR}:root"}, "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
    }, {
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ADMINISTRATOR}:root"},
        "Action": ["sts:SetSourceIdentity", "sts:TagSession"],
    })
    account_trust = document({"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "sts:AssumeRole"})
    storage = document({"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket", "s3:ListAllMyBuckets"], "Resource": "*"})
    rows = {
        # name: (path, trust, inline policies, tags)
        RESPONDER: ("/", responder_trust, {"respond": pathlib.Path(__file__).with_name("responder-policy.json").read_text()},
                    {"ManagedBy": "cordon"}),
        "app-instance": ("/", trust_ec2, {"read-storage": storage}, {"Application": "shop"}),
        "deploy": ("/ci/", account_trust, {"deploy": document({"Effect": "Allow", "Action": ["ec2:*", "s3:*"], "Resource": "*"})},
                   {"Team": "platform", "CostCenter": "1234"}),
        "AWSReservedSSO_Administrator_0123456789abcdef": (
            "/aws-reserved/sso.amazonaws.com/", account_trust, {}, {}),
    }
    roles = {}
    for name, (path, trust, policies, tags) in rows.items():
        role = iam.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=trust, Tags=tag_list(tags))["Role"]
        for policy_name, text in policies.items():
            iam.put_role_policy(RoleName=name, PolicyName=policy_name, PolicyDocument=text)
        roles[name] = {"name": name, "arn": role["Arn"], "role_id": role["RoleId"], "tags": tags,
                       "inline_policies": list(policies)}
    iam.attach_role_policy(RoleName="app-instance", PolicyArn="arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore")
    service_role = iam.create_service_linked_role(AWSServiceName="ecs.amazonaws.com")["Role"]
    roles["service-linked"] = {"name": service_role["RoleName"], "arn": service_role["Arn"], "role_id": service_role["RoleId"],
                               "tags": {}, "inline_policies": []}
    # The profile's name is not the role's, as so often.
    profile = iam.create_instance_profile(InstanceProfileName="app-profile")["InstanceProfile"]
    iam.add_role_to_instance_profile(InstanceProfileName="app-profile", RoleName="app-instance")
    roles["app-instance"] |= {"instance_profile_arn": profile["Arn"], "instance_profile_name": "app-profile"}
    for name, session in (("app-instance", "i-0aaaaaaaaaaaaaaaa"), ("deploy", "pipeline-42")):
        roles[name]["session"] = _session(account, session, role_arn=roles[name]["arn"])
    return roles


def _users(iam, account):
    from moto.iam.models import iam_backends
    from moto.iam.utils import generate_access_key_id_from_account_id

    storage = document({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
    rows = {
        # name: (keys, inline policies, attached policies, tags)
        "alice": (1, {"storage": storage}, ["arn:aws:iam::aws:policy/ReadOnlyAccess"], {"Team": "payments", "Owner": "alice@example.com"}),
        "bob": (2, {}, ["arn:aws:iam::aws:policy/PowerUserAccess"], {}),
        "carol": (1, {"storage": storage}, [QUARANTINE], {"Team": "platform"}),
        "dave": (1, {}, [], {"GuardDutyNote": "left the company"}),
        "break-glass": (0, {}, ["arn:aws:iam::aws:policy/AdministratorAccess"], {"cordon:protected": "true"}),
    }
    iam.create_group(GroupName="developers")
    iam.put_group_policy(GroupName="developers", PolicyName="describe", PolicyDocument=document(
        {"Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*"}))
    users = {}
    for name, (keys, inline, attached, tags) in rows.items():
        iam.create_user(UserName=name, Tags=tag_list(tags))
        # moto's user ids do not look like AWS's.
        iam_backends[account]["aws"].users[name].id = generate_access_key_id_from_account_id(account, "AIDA", 21)
        user = iam.get_user(UserName=name)["User"]
        for policy_name, text in inline.items():
            iam.put_user_policy(UserName=name, PolicyName=policy_name, PolicyDocument=text)
        for arn in attached:
            iam.attach_user_policy(UserName=name, PolicyArn=arn)
        made = [iam.create_access_key(UserName=name)["AccessKey"] for _ in range(keys)]
        users[name] = {
            "name": name, "arn": user["Arn"], "user_id": user["UserId"], "tags": tags, "inline_policies": list(inline),
            "attached_policies": attached,
            "access_keys": [{"id": key["AccessKeyId"], "secret": key["SecretAccessKey"], "status": "Active"} for key in made],
        }
    iam.add_user_to_group(GroupName="developers", UserName="dave")
    second = users["bob"]["access_keys"][1]
    iam.update_access_key(UserName="bob", AccessKeyId=second["id"], Status="Inactive")
    second["status"] = "Inactive"
    users["alice"]["session"] = _session(account, "alice", user_name="alice")
    return users


def _session(account, name, **whose):
    """Temporary credentials already out there when the story begins: nobody asks STS for them any more."""
    from mends import sts

    session = sts.issue(account, name, 12 * 3600, **whose)
    return {"access_key_id": session.access_key_id, "secret_access_key": session.secret, "session_token": session.token, "name": name}


# MARK: EC2


def _region(inside, account, region, index, environment):
    ec2 = inside.client("ec2", account, region)
    net = _network(ec2, int(account[0]) * 10 + index, environment)
    subnets, groups = net["subnets"], net["security_groups"]

    def interface(device, subnet, *group_names, **rest):
        return {"DeviceIndex": device, "SubnetId": subnets[subnet]["id"], "Groups": [groups[name]["id"] for name in group_names],
                "DeleteOnTermination": device == 0, **rest}

    shop = {"Application": "shop", "Environment": environment}
    net["instances"] = {
        "web": _instance(ec2, "web", shop | {"Tier": "front"}, [interface(0, "main-public", "web", "ops")], [8, 20]),
        "app": _instance(ec2, "app", shop | {"Tier": "middle"}, [
            interface(0, "main-private", "app", "ops"), interface(1, "main-public", "web")], [8, 50]),
        # The second interface is in another VPC, which EC2 allows since 2023.
        "db": _instance(ec2, "db", shop | {"Tier": "back", "DataClass": "restricted"}, [
            interface(0, "main-private", "db"), interface(1, "backend", "backend"), interface(2, "main-private", "db", "ops")], [8, 100, 200]),
        "ecs-host": _instance(ec2, "ecs-host", {"Application": "batch"}, [interface(0, "main-private", "app")], [30]),
        "build": _instance(ec2, "build", {}, [interface(0, "backend", "backend")], [8], profile=False),
    }
    db = net["instances"]["db"]
    db["interfaces"][0]["tags"] = {"Name": "db-main", "Purpose": "replication"}
    ec2.create_tags(Resources=[db["interfaces"][0]["id"]], Tags=tag_list(db["interfaces"][0]["tags"]))
    net["instances"]["ecs-host"]["interfaces"].append(_managed_interface(ec2, account, region, net))
    return net


def _network(ec2, block, environment):
    main = ec2.create_vpc(CidrBlock=f"10.{block}.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
    backend = ec2.create_vpc(CidrBlock=f"172.{16 + block % 16}.0.0/16")["Vpc"]["VpcId"]
    ec2.create_tags(Resources=[main], Tags=tag_list({"Name": "main", "Environment": environment}))
    ec2.create_tags(Resources=[backend], Tags=tag_list({"Name": "backend", "Environment": environment}))
    subnets = {
        name: {"id": ec2.create_subnet(VpcId=vpc, CidrBlock=cidr)["Subnet"]["SubnetId"], "vpc_id": vpc}
        for name, vpc, cidr in (
            ("main-public", main, f"10.{block}.0.0/24"), ("main-private", main, f"10.{block}.1.0/24"),
            ("backend", backend, f"172.{16 + block % 16}.0.0/24"))
    }
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=main)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=subnets["main-public"]["id"], AllocationId=address)["NatGateway"]["NatGatewayId"]
    tables = {}
    for name, subnet, target in (("public", "main-public", {"GatewayId": gateway}), ("private", "main-private", {"NatGatewayId": nat})):
        table = ec2.create_route_table(VpcId=main)["RouteTable"]["RouteTableId"]
        ec2.associate_route_table(RouteTableId=table, SubnetId=subnets[subnet]["id"])
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", **target)
        tables[name] = {"id": table, "vpc_id": main}
    return {
        "vpcs": {"main": {"id": main, "ipv6": True}, "backend": {"id": backend, "ipv6": False}}, "subnets": subnets,
        "nat_gateway": nat, "internet_gateway": gateway, "route_tables": tables,
        "security_groups": _security_groups(ec2, main, backend),
    }


def _security_groups(ec2, main, backend):
    groups = {}
    for name, vpc in (("web", main), ("app", main), ("db", main), ("ops", main), ("backend", backend)):
        made = ec2.create_security_group(GroupName=name, Description=f"{name} servers", VpcId=vpc)
        groups[name] = {"id": made["GroupId"], "vpc_id": vpc}

    def allow(group, port, **source):
        ec2.authorize_security_group_ingress(GroupId=groups[group]["id"], IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **source}])

    allow("web", 443, IpRanges=[{"CidrIp": "0.0.0.0/0", "Description": "everyone"}], Ipv6Ranges=[{"CidrIpv6": "::/0"}])
    allow("app", 8080, UserIdGroupPairs=[{"GroupId": groups["web"]["id"]}])
    allow("db", 5432, UserIdGroupPairs=[{"GroupId": groups["app"]["id"]}])
    allow("ops", 22, IpRanges=[{"CidrIp": "10.0.0.0/8"}])
    allow("backend", 9000, IpRanges=[{"CidrIp": "172.16.0.0/12"}])
    return groups


def _instance(ec2, name, tags, interfaces, sizes, profile=True):
    tags = {"Name": name, **tags}
    made = ec2.run_instances(
        ImageId=IMAGE, InstanceType="m5.large", MinCount=1, MaxCount=1, NetworkInterfaces=interfaces,
        BlockDeviceMappings=[
            {"DeviceName": f"/dev/sd{'afghij'[index]}", "Ebs": {"VolumeSize": size, "VolumeType": "gp3", "DeleteOnTermination": index == 0}}
            for index, size in enumerate(sizes)],
        TagSpecifications=[{"ResourceType": kind, "Tags": tag_list(tags)} for kind in ("instance", "volume")],
        **({"IamInstanceProfile": {"Name": "app-profile"}} if profile else {}),
    )["Instances"][0]
    # The answer to RunInstances comes before the volumes do.
    made = ec2.describe_instances(InstanceIds=[made["InstanceId"]])["Reservations"][0]["Instances"][0]
    return {
        "id": made["InstanceId"], "vpc_id": made["VpcId"], "subnet_id": made["SubnetId"], "tags": tags,
        "private_ip": made["PrivateIpAddress"], "image_id": IMAGE, "instance_type": "m5.large",
        "instance_profile_arn": made.get("IamInstanceProfile", {}).get("Arn"),
        "instance_profile_id": made.get("IamInstanceProfile", {}).get("Id"),
        "role_name": "app-instance" if profile else None,
        "volumes": [mapping["Ebs"]["VolumeId"] for mapping in made["BlockDeviceMappings"]],
        "interfaces": [
            {
                "id": item["NetworkInterfaceId"], "device_index": item["Attachment"]["DeviceIndex"], "vpc_id": item["VpcId"],
                "subnet_id": item["SubnetId"], "private_ip": item["PrivateIpAddress"], "requester_managed": False,
                "groups": [{"id": group["GroupId"], "name": group["GroupName"]} for group in item["Groups"]], "tags": {},
            }
            for item in sorted(made["NetworkInterfaces"], key=lambda item: item["Attachment"]["DeviceIndex"])
        ],
    }


def _managed_interface(ec2, account, region, net):
    """An interface as ECS attaches for a task in awsvpc mode: the account sees it and may not change it."""
    from moto.ec2.models import ec2_backends

    subnet, group = net["subnets"]["main-private"], net["security_groups"]["app"]
    made = ec2.create_network_interface(
        SubnetId=subnet["id"], Groups=[group["id"]],
        Description=f"arn:aws:ecs:{region}:{account}:attachment/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0")["NetworkInterface"]
    identifier = made["NetworkInterfaceId"]
    ec2.attach_network_interface(NetworkInterfaceId=identifier, InstanceId=net["instances"]["ecs-host"]["id"], DeviceIndex=1)
    held = ec2_backends[account][region].enis[identifier]
    held.requester_managed, held.requester_id = True, "ecs.amazonaws.com"
    return {
        "id": identifier, "device_index": 1, "vpc_id": subnet["vpc_id"], "subnet_id": subnet["id"],
        "private_ip": made["PrivateIpAddress"], "requester_managed": True, "groups": [{"id": group["id"], "name": "app"}], "tags": {},
    }


# MARK: S3


def _buckets(inside, name, account, roles):
    s3 = inside.client("s3", account)

    def statements(bucket, public):
        app = {"Sid": "AppReads", "Effect": "Allow", "Principal": {"AWS": roles["app-instance"]["arn"]}, "Action": "s3:GetObject",
               "Resource": f"arn:aws:s3:::{bucket}/*"}
        tls = {"Sid": "TLSOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
               "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
        everyone = {"Sid": "Everyone", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                    "Resource": f"arn:aws:s3:::{bucket}/*"}
        return [everyone] if public else [app, tls]

    rows = {
        # name: (region, policy, tags, Block Public Access)
        "customer-data": ("us-east-1", "private", {"DataClass": "restricted", "Owner": "payments"}, (False, False, True, False)),
        "public-site": ("us-east-1", "public", {"Purpose": "website"}, None),
        "logs": ("us-east-1", None, {}, None),
        "archive": ("eu-west-1", None, {"Retention": "7y"}, (True, True, True, True)),
    }
    buckets = {}
    for short, (region, policy, tags, block) in rows.items():
        bucket = f"cordon-demo-{name}-{short}"
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        inside.client("s3", account, region).create_bucket(Bucket=bucket, **where)
        if policy:
            s3.put_bucket_policy(Bucket=bucket, Policy=document(*statements(bucket, policy == "public")))
        if tags:
            s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tag_list(tags)})
        if block:
            settings = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
            s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=dict(zip(settings, block)))
        s3.put_object(Bucket=bucket, Key="index.html", Body=b"<p>hello</p>")
        buckets[short] = {"name": bucket, "arn": f"arn:aws:s3:::{bucket}", "region": region, "tags": tags,
                          "has_policy": bool(policy), "public_access_block": block and list(block)}
    return buckets
