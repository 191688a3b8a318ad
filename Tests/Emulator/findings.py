"""Writes a folder of GuardDuty findings about the seeded organization, one file each, in every shape in which they arrive.

    python Tests/Emulator/findings.py --manifest MANIFEST.json --out DIR

`index.json` says of each file what it is and what a responder must find in it. The shapes follow the GuardDuty user guide
("Processing findings with EventBridge", "Exporting findings"), botocore's guardduty and securityhub models, and the Security Hub
user guide ("ASFF syntax").
"""

import argparse
import gzip
import hashlib
import json
import pathlib
import uuid

FIRST_SEEN, UPDATED = "2026-05-04T10:11:12.000Z", "2026-05-04T10:26:12.345Z"
CREATED = "2026-05-04T10:16:40.123Z"
ATTACKER = {
    "ipAddressV4": "198.51.100.66", "organization": {"asn": "64496", "asnOrg": "Example Transit", "isp": "Example ISP", "org": "Example"},
    "country": {"countryName": "Exampleland"}, "city": {"cityName": "Springfield"}, "geoLocation": {"lat": 48.1, "lon": 11.5},
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--manifest", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    index = []
    for name, shape, details, note in stories(json.loads(pathlib.Path(options.manifest).read_text())):
        suffix, content = SHAPES[shape](details)
        path = out / f"{name}{suffix}"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content, indent=2).encode() + b"\n")
        index.append({"file": path.name, "shape": shape, "findings": [expected(detail, shape) for detail in details], "note": note})
    (out / "index.json").write_text(json.dumps(index, indent=2) + "\n")
    print(f"{len(index)} files in {out}")


def stories(manifest):
    """(file name, shape, [detail], what is special), for every finding."""
    accounts = manifest["accounts"]
    dev, staging, prod, unlisted = (accounts[name] for name in ("dev", "staging", "prod", "unlisted"))
    us, eu = manifest["regions"][:2]

    def instance(account, region, name):
        return account["regions"][region]["instances"][name]

    yield ("01-ec2-critical-eventbridge", "eventbridge", [
        ec2(prod, us, instance(prod, us, "db"), "Backdoor:EC2/C&CActivity.B", 8)], "three interfaces in two VPCs")
    yield ("02-ec2-high-getfindings", "getfindings", [
        ec2(dev, us, instance(dev, us, "app"), "Recon:EC2/Portscan", 5)], "two interfaces")
    yield ("03-ec2-medium-detail", "detail", [
        ec2(staging, us, instance(staging, us, "web"), "UnauthorizedAccess:EC2/SSHBruteForce", 2)], "one interface")
    yield ("04-ec2-low-sns", "sns", [
        ec2(dev, eu, instance(dev, eu, "web"), "Recon:EC2/PortProbeUnprotectedPort", 0.5)], "another region")
    yield ("05-ec2-critical-asff", "asff", [
        ec2(staging, us, instance(staging, us, "app"), "CryptoCurrency:EC2/BitcoinTool.B!DNS", 8)], "Security Hub's form")
    yield ("06-ec2-managed-interface-sqs", "sqs", [
        ec2(prod, us, instance(prod, us, "ecs-host"), "Impact:EC2/PortSweep", 8)], "one interface is ECS's")
    yield ("07-ec2-no-profile-pascal", "pascal", [
        ec2(dev, us, instance(dev, us, "build"), "CryptoCurrency:EC2/BitcoinTool.B", 8)], "no instance profile, no tags but its name")
    yield ("10-iam-user-key-eventbridge", "eventbridge", [user_key(dev, us, "alice")], "a long-term key; alice has a session too")
    yield ("11-iam-user-two-keys-asff", "asff-event", [user_key(prod, us, "bob")], "the second key is inactive already")
    yield ("12-iam-user-quarantined-sqs-sns", "sqs-sns", [user_key(staging, us, "carol")], "AWS's own quarantine policy is attached")
    yield ("13-iam-role-session-eventbridge", "eventbridge", [exfiltrated(prod, us)], "instance credentials used outside AWS")
    yield ("14-iam-root-detail", "detail", [root(dev, us)], "IAM cannot restrict root")
    yield ("15-iam-federated-getfindings", "getfindings", [federated(dev, us)], "GetFederationToken: the user behind it is alice")
    yield ("16-iam-service-linked-eventbridge", "eventbridge", [assumed(prod, us, "service-linked")], "a service-linked role")
    yield ("17-iam-identity-center-eventbridge", "eventbridge", [
        assumed(prod, us, "AWSReservedSSO_Administrator_0123456789abcdef")], "a permission set's role")
    yield ("18-iam-role-pascal", "pascal", [assumed(dev, us, "deploy")], "a role with a path and a live session")
    yield ("20-s3-public-eventbridge", "eventbridge", [
        s3(dev, us, ["public-site"], "Policy:S3/BucketAnonymousAccessGranted", 8, "alice")], "no public access block at all")
    yield ("21-s3-exfiltration-jsonl", "jsonl", [
        s3(prod, us, ["customer-data", "logs"], "Exfiltration:S3/AnomalousBehavior", 8, "bob")], "two buckets")
    yield ("22-s3-other-region-asff", "asff", [
        s3(staging, eu, ["archive"], "Discovery:S3/MaliciousIPCaller", 8, "alice")], "blocked already, no policy")
    yield ("30-export-jsonl-gz", "jsonl.gz", [
        ec2(dev, eu, instance(dev, eu, "app"), "Backdoor:EC2/C&CActivity.B!DNS", 8),
        user_key(dev, eu, "dave")], "the S3 export, two findings")
    yield ("40-unknown-type-eventbridge", "eventbridge", [unknown(dev, us)], "a type and a resource that nobody knows")
    yield ("41-sample-eventbridge", "eventbridge", [
        sample(ec2(dev, us, instance(dev, us, "web"), "Backdoor:EC2/C&CActivity.B", 8))], "CreateSampleFindings")
    yield ("42-sample-getfindings", "getfindings", [
        sample(ec2(prod, us, instance(prod, us, "web"), "Recon:EC2/Portscan", 5))], "a sample in the API's form")
    yield ("43-archived-eventbridge", "eventbridge", [
        archived(ec2(staging, eu, instance(staging, eu, "web"), "Recon:EC2/Portscan", 5))], "archived")
    yield ("44-unlisted-account-eventbridge", "eventbridge", [
        ec2(unlisted, us, instance(unlisted, us, "web"), "Backdoor:EC2/C&CActivity.B", 8)], "an account in no file: never acted on")
    first = ec2(staging, us, instance(staging, us, "build"), "UnauthorizedAccess:EC2/SSHBruteForce", 2)
    yield ("45-update-1-eventbridge", "eventbridge", [first], "first delivery")
    yield ("46-update-2-eventbridge", "eventbridge", [updated(first, 7, 8)], "the same finding: count 7, severity 8")
    yield ("47-attack-sequence-eventbridge", "eventbridge", [sequence(prod, us)], "no single resource")


def expected(detail, shape):
    """What a responder must read out of a finding. Security Hub's form tells of no network interfaces."""
    resource = detail["resource"]
    instance, key = resource.get("instanceDetails", {}), resource.get("accessKeyDetails", {})
    return {
        "id": detail["id"], "type": detail["type"], "account_id": detail["accountId"], "region": detail["region"],
        "severity": detail["severity"], "resource_type": resource.get("resourceType"), "count": detail["service"]["count"],
        "sample": detail["service"].get("additionalInfo", {}).get("sample", False), "archived": detail["service"]["archived"],
        "instance_id": instance.get("instanceId"),
        "interface_ids": [item["networkInterfaceId"] for item in instance.get("networkInterfaces", []) if "asff" not in shape],
        "user_name": key.get("userName"), "user_type": key.get("userType"), "access_key_id": key.get("accessKeyId"),
        "buckets": [bucket["name"] for bucket in resource.get("s3BucketDetails", [])],
    }


# MARK: findings


def finding(account, region, kind, severity, resource, *, title, action, role="TARGET", count=1):
    number, name = account["account_id"], f"{account['name']}/{region}/{kind}/{json.dumps(resource, sort_keys=True)}"
    identifier = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    detector = hashlib.md5(f"{number}/{region}".encode(), usedforsecurity=False).hexdigest()
    return {
        "schemaVersion": "2.0", "accountId": number, "region": region, "partition": "aws", "id": identifier,
        "arn": f"arn:aws:guardduty:{region}:{number}:detector/{detector}/finding/{identifier}",
        "type": kind, "resource": resource, "severity": severity, "createdAt": CREATED, "updatedAt": UPDATED,
        "title": title, "description": f"{title} This was seen in account {number}.",
        "service": {
            "serviceName": "guardduty", "detectorId": detector, "action": action, "resourceRole": role, "additionalInfo": {
                "value": "{}", "type": "default"},
            "eventFirstSeen": FIRST_SEEN, "eventLastSeen": UPDATED, "archived": False, "count": count,
        },
    }


def instance_details(instance, account):
    return {
        "instanceId": instance["id"], "instanceType": instance["instance_type"], "launchTime": "2026-04-01T08:00:00.000Z",
        "outpostArn": None, "platform": None, "productCodes": [], "instanceState": "running",
        "iamInstanceProfile": instance["instance_profile_arn"] and {
            "arn": instance["instance_profile_arn"], "id": "AIPA" + "J" * 17},
        "imageId": instance["image_id"], "imageDescription": "null", "availabilityZone": "us-east-1a",
        "tags": [{"key": key, "value": value} for key, value in instance["tags"].items()],
        "networkInterfaces": [
            {
                "networkInterfaceId": item["id"], "subnetId": item["subnet_id"], "vpcId": item["vpc_id"],
                "privateDnsName": "ip-10-0-0-1.ec2.internal", "privateIpAddress": item["private_ip"],
                "privateIpAddresses": [{"privateDnsName": "ip-10-0-0-1.ec2.internal", "privateIpAddress": item["private_ip"]}],
                "publicDnsName": "", "publicIp": None, "ipv6Addresses": [],
                "securityGroups": [{"groupId": group["id"], "groupName": group["name"]} for group in item["groups"]],
            }
            for item in instance["interfaces"]
        ],
    }


def ec2(account, region, instance, kind, severity):
    action = {"actionType": "NETWORK_CONNECTION", "networkConnectionAction": {
        "connectionDirection": "INBOUND", "remoteIpDetails": ATTACKER, "remotePortDetails": {"port": 40022, "portName": "Unknown"},
        "localPortDetails": {"port": 22, "portName": "SSH"}, "protocol": "TCP", "blocked": False,
        "localIpDetails": {"ipAddressV4": instance["private_ip"]}}}
    if "DNS" in kind:
        action = {"actionType": "DNS_REQUEST", "dnsRequestAction": {"domain": "pool.example.com", "protocol": "UDP", "blocked": False}}
    resource = {"resourceType": "Instance", "instanceDetails": instance_details(instance, account)}
    return finding(account, region, kind, severity, resource, title=f"{instance['id']} did what {kind} describes.", action=action,
                   role="ACTOR" if kind[:4] in ("Back", "Cryp", "Impa") else "TARGET", count=3)


def api_call(api, service):
    return {"actionType": "AWS_API_CALL", "awsApiCallAction": {
        "api": api, "serviceName": service, "callerType": "Remote IP", "remoteIpDetails": ATTACKER, "affectedResources": {}}}


def user_key(account, region, name):
    user = account["users"][name]
    resource = {"resourceType": "AccessKey", "accessKeyDetails": {
        "accessKeyId": user["access_keys"][0]["id"], "principalId": user["user_id"], "userType": "IAMUser", "userName": name}}
    return finding(account, region, "CredentialAccess:IAMUser/CompromisedCredentials", 8, resource,
                   title=f"Credentials of {name} were used from a place known for attacks.", action=api_call("ListBuckets", "s3.amazonaws.com"))


def exfiltrated(account, region):
    role, instance = account["roles"]["app-instance"], account["regions"][region]["instances"]["app"]
    resource = {"resourceType": "AccessKey", "instanceDetails": instance_details(instance, account), "accessKeyDetails": {
        "accessKeyId": role["session"]["access_key_id"], "principalId": f"{role['role_id']}:{instance['id']}",
        "userType": "AssumedRole", "userName": role["name"]}}
    return finding(account, region, "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS", 8, resource,
                   title=f"Credentials made for {instance['id']} are used from outside AWS.",
                   action=api_call("GetObject", "s3.amazonaws.com"))


def root(account, region):
    resource = {"resourceType": "AccessKey", "accessKeyDetails": {
        "accessKeyId": "", "principalId": account["account_id"], "userType": "Root", "userName": "Root"}}
    return finding(account, region, "Policy:IAMUser/RootCredentialUsage", 2, resource, title="The root user called an API.",
                   action=api_call("DescribeRegions", "ec2.amazonaws.com"))


def federated(account, region):
    resource = {"resourceType": "AccessKey", "accessKeyDetails": {
        "accessKeyId": account["users"]["alice"]["session"]["access_key_id"], "principalId": f"{account['account_id']}:contractor",
        "userType": "FederatedUser", "userName": "contractor"}}
    return finding(account, region, "UnauthorizedAccess:IAMUser/TorIPCaller", 5, resource,
                   title="A federated user called from Tor.", action=api_call("ListUsers", "iam.amazonaws.com"))


def assumed(account, region, role_name):
    role = account["roles"][role_name]
    session = role.get("session", {"access_key_id": "ASIAEXAMPLEEXAMPLE42", "name": "session-42"})
    resource = {"resourceType": "AccessKey", "accessKeyDetails": {
        "accessKeyId": session["access_key_id"], "principalId": f"{role['role_id']}:{session['name']}", "userType": "AssumedRole",
        "userName": role["name"]}}
    return finding(account, region, "PrivilegeEscalation:IAMUser/AnomalousBehavior", 5, resource,
                   title=f"{role['name']} did what it never does.", action=api_call("PutRolePolicy", "iam.amazonaws.com"))


def s3(account, region, names, kind, severity, user_name):
    user = account["users"][user_name]
    resource = {
        "resourceType": "S3Bucket",
        "s3BucketDetails": [
            {
                "arn": account["buckets"][name]["arn"], "name": account["buckets"][name]["name"], "type": "Destination",
                "createdAt": 1767225600.0, "owner": {"id": "0123456789abcdef" * 4},
                "tags": [{"key": key, "value": value} for key, value in account["buckets"][name]["tags"].items()],
                "defaultServerSideEncryption": {"encryptionType": "AES256", "kmsMasterKeyArn": None},
                "publicAccess": {"effectivePermission": "PUBLIC" if "Policy:" in kind else "NOT_PUBLIC", "permissionConfiguration": {}},
            }
            for name in names
        ],
        "accessKeyDetails": {"accessKeyId": user["access_keys"][0]["id"], "principalId": user["user_id"], "userType": "IAMUser",
                             "userName": user_name},
    }
    return finding(account, region, kind, severity, resource, title=f"{kind} on {', '.join(names)}.",
                   action=api_call("PutBucketPolicy" if "Policy:" in kind else "GetObject", "s3.amazonaws.com"))


def unknown(account, region):
    resource = {"resourceType": "Satellite", "satelliteDetails": {"satelliteId": "sat-1", "orbit": {"inclination": 51.6}}}
    detail = finding(account, region, "Weather:Satellite/SunspotActivity", 6, resource, title="A finding from the future.",
                     action={"actionType": "RADIO", "radioAction": {"frequency": 145.8}})
    return detail | {"confidence": 42, "newTopLevelField": {"kept": True}}


def sequence(account, region):
    user = account["users"]["alice"]
    detail = finding(account, region, "AttackSequence:IAM/CompromisedCredentials", 9.0, {"resourceType": "AttackSequence"},
                     title="Several signals that belong together.", action={}, count=4)
    del detail["service"]["action"]
    detail["service"]["detection"] = {"sequence": {
        "uid": detail["id"], "description": "alice's key was used for reconnaissance, then for persistence.",
        "actors": [{"id": "actor-1", "user": {"name": "alice", "uid": user["user_id"], "type": "IAMUser",
                                              "credentialUid": user["access_keys"][0]["id"], "account": {"uid": account["account_id"]}}}],
        "resources": [{"uid": user["access_keys"][0]["id"], "name": "alice", "accountId": account["account_id"],
                       "resourceType": "ACCESS_KEY", "region": region, "data": {}}],
        "signals": [{"uid": "signal-1", "type": "FINDING", "name": "Recon:IAMUser/TorIPCaller", "severity": 5.0, "count": 2,
                     "createdAt": 1777889472.0, "updatedAt": 1777889972.0, "firstSeenAt": 1777889472.0, "lastSeenAt": 1777889972.0,
                     "resourceUids": [user["access_keys"][0]["id"]], "actorIds": ["actor-1"]}],
    }}
    return detail


def sample(detail):
    detail["service"]["additionalInfo"] = {"sample": True, "value": '{"sample":true}', "type": "default"}
    detail["title"] = "[SAMPLE] " + detail["title"]
    return detail


def archived(detail):
    detail["service"]["archived"] = True
    return detail


def updated(detail, count, severity):
    later = "2026-05-04T16:26:12.345Z"
    service = detail["service"] | {"count": count, "eventLastSeen": later}
    return detail | {"severity": severity, "updatedAt": later, "service": service}


# MARK: shapes


def event(detail):
    return {
        "version": "0", "id": str(uuid.uuid5(uuid.NAMESPACE_OID, detail["id"] + detail["updatedAt"])),
        "detail-type": "GuardDuty Finding", "source": "aws.guardduty", "account": detail["accountId"], "time": "2026-05-04T10:30:00Z",
        "region": detail["region"], "resources": [], "detail": detail,
    }


def pascal(value):
    """As GetFindings answers: keys begin with a capital, and what GuardDuty adds is a JSON string."""
    if isinstance(value, dict):
        return {key[:1].upper() + key[1:]: pascal(item) for key, item in value.items() if key != "sample" and item is not None}
    return [pascal(item) for item in value] if isinstance(value, list) else value


def asff(detail):
    number, region, resource = detail["accountId"], detail["region"], detail["resource"]
    finding_arn = detail["arn"]
    flat = dict(_flatten("aws/guardduty/service", detail["service"]))
    severity = detail["severity"]
    return {
        "SchemaVersion": "2018-10-08", "Id": finding_arn, "ProductArn": f"arn:aws:securityhub:{region}::product/aws/guardduty",
        "ProductName": "GuardDuty", "CompanyName": "Amazon", "Region": region, "GeneratorId": finding_arn.rpartition("/finding/")[0],
        "AwsAccountId": number, "Types": ["TTPs/" + detail["type"].replace("/", "-")],
        "FirstObservedAt": detail["service"]["eventFirstSeen"], "LastObservedAt": detail["service"]["eventLastSeen"],
        "CreatedAt": detail["createdAt"], "UpdatedAt": detail["updatedAt"],
        "Severity": {"Product": severity, "Label": "HIGH" if severity >= 7 else "MEDIUM" if severity >= 4 else "LOW",
                     "Normalized": int(severity * 10)},
        "Title": detail["title"], "Description": detail["description"],
        "SourceUrl": f"https://{region}.console.aws.amazon.com/guardduty/home?region={region}#/findings?macros=current&fId={detail['id']}",
        "ProductFields": flat | {
            "aws/securityhub/FindingId": f"arn:aws:securityhub:{region}::product/aws/guardduty/{finding_arn}",
            "aws/securityhub/ProductName": "GuardDuty", "aws/securityhub/CompanyName": "Amazon"},
        "Resources": list(_asff_resources(number, region, resource)),
        "WorkflowState": "NEW", "Workflow": {"Status": "NEW"}, "RecordState": "ACTIVE",
        "FindingProviderFields": {"Severity": {"Label": "HIGH"}, "Types": ["TTPs/" + detail["type"].replace("/", "-")]},
    }


def _flatten(prefix, value):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flatten(f"{prefix}/{key}", item)
    elif value is not None:
        yield prefix, str(value).lower() if isinstance(value, bool) else str(value)


def _asff_resources(number, region, resource):
    common = {"Partition": "aws", "Region": region}
    if instance := resource.get("instanceDetails"):
        first = instance["networkInterfaces"][0]
        yield common | {
            "Type": "AwsEc2Instance", "Id": f"arn:aws:ec2:{region}:{number}:instance/{instance['instanceId']}",
            "Tags": {tag["key"]: tag["value"] for tag in instance["tags"]},
            "Details": {"AwsEc2Instance": {
                "Type": instance["instanceType"], "ImageId": instance["imageId"], "IpV4Addresses": [first["privateIpAddress"]],
                "VpcId": first["vpcId"], "SubnetId": first["subnetId"], "LaunchedAt": instance["launchTime"],
                **({"IamInstanceProfileArn": instance["iamInstanceProfile"]["arn"]} if instance["iamInstanceProfile"] else {})}},
        }
    for bucket in resource.get("s3BucketDetails", []):
        yield common | {
            "Type": "AwsS3Bucket", "Id": bucket["arn"], "Tags": {tag["key"]: tag["value"] for tag in bucket["tags"]},
            "Details": {"AwsS3Bucket": {"OwnerId": bucket["owner"]["id"], "CreatedAt": "2026-01-01T00:00:00.000Z"}}}
    if key := resource.get("accessKeyDetails"):
        yield common | {
            "Type": "AwsIamAccessKey", "Id": f"AWS::IAM::AccessKey:{key['accessKeyId']}",
            "Details": {"AwsIamAccessKey": {
                "PrincipalId": key["principalId"], "PrincipalType": key["userType"], "PrincipalName": key["userName"]}}}


def hub_event(detail):
    return event(detail) | {
        "detail-type": "Security Hub Findings - Imported", "source": "aws.securityhub", "resources": [detail["arn"]],
        "detail": {"findings": [asff(detail)]}}


def sns_envelope(detail):
    return {
        "Type": "Notification", "MessageId": str(uuid.uuid5(uuid.NAMESPACE_OID, detail["id"])),
        "TopicArn": f"arn:aws:sns:{detail['region']}:111111111111:guardduty-findings", "Message": json.dumps(event(detail)),
        "Timestamp": "2026-05-04T10:30:01.000Z", "SignatureVersion": "1", "Signature": "RVhBTVBMRQ==",
        "SigningCertURL": "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem",
        "UnsubscribeURL": "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe"}


def sqs_event(detail, body):
    """What a Lambda function gets from a queue."""
    return {"Records": [{
        "messageId": str(uuid.uuid5(uuid.NAMESPACE_OID, detail["id"])), "receiptHandle": "EXAMPLE", "body": json.dumps(body),
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1777890600000", "SenderId": "events",
                       "ApproximateFirstReceiveTimestamp": "1777890600001"},
        "messageAttributes": {}, "md5OfBody": "0" * 32, "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{detail['region']}:111111111111:guardduty-findings", "awsRegion": detail["region"]}]}


def lines(details):
    return "".join(json.dumps(detail, separators=(",", ":")) + "\n" for detail in details).encode()


SHAPES = {
    "eventbridge": lambda details: (".json", event(details[0])),
    "detail": lambda details: (".json", details[0]),
    "getfindings": lambda details: (".json", {"Findings": [pascal(detail) for detail in details]}),
    "pascal": lambda details: (".json", pascal(details[0])),
    "asff": lambda details: (".json", asff(details[0])),
    "asff-event": lambda details: (".json", hub_event(details[0])),
    "sqs": lambda details: (".json", sqs_event(details[0], event(details[0]))),
    "sqs-sns": lambda details: (".json", sqs_event(details[0], sns_envelope(details[0]))),
    "sns": lambda details: (".json", sns_envelope(details[0])),
    "jsonl": lambda details: (".jsonl", lines(details)),
    "jsonl.gz": lambda details: (".jsonl.gz", gzip.compress(lines(details), mtime=0)),
}


if __name__ == "__main__":
    main()
