"""What a request asks for: service, region, IAM action and the resources it touches, told from the bytes as AWS tells them."""

import functools
import json
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

EC2, QUERY, JSON, REST_XML, REST_JSON = "ec2", "query", "json", "rest-xml", "rest-json"

# Signing name -> IAM prefix, where they differ.
IAM_PREFIX = {"monitoring": "cloudwatch", "email": "ses"}

# What a call to a bucket or an object is called in IAM. "" is the call without a sub-resource.
# (Service authorization reference, "Actions, resources, and condition keys for Amazon S3".)
_BUCKET_ACTIONS = {
    "GET": {
        "": "ListBucket", "policy": "GetBucketPolicy", "policyStatus": "GetBucketPolicyStatus", "tagging": "GetBucketTagging",
        "publicAccessBlock": "GetBucketPublicAccessBlock", "acl": "GetBucketAcl", "location": "GetBucketLocation",
        "versioning": "GetBucketVersioning", "versions": "ListBucketVersions", "encryption": "GetEncryptionConfiguration",
        "lifecycle": "GetLifecycleConfiguration", "logging": "GetBucketLogging", "cors": "GetBucketCORS",
        "notification": "GetBucketNotification", "ownershipControls": "GetBucketOwnershipControls",
        "object-lock": "GetBucketObjectLockConfiguration", "uploads": "ListBucketMultipartUploads",
        "replication": "GetReplicationConfiguration", "website": "GetBucketWebsite",
    },
    "HEAD": {"": "ListBucket"},
    "PUT": {
        "": "CreateBucket", "policy": "PutBucketPolicy", "tagging": "PutBucketTagging",
        "publicAccessBlock": "PutBucketPublicAccessBlock", "acl": "PutBucketAcl", "versioning": "PutBucketVersioning",
        "encryption": "PutEncryptionConfiguration", "lifecycle": "PutLifecycleConfiguration", "logging": "PutBucketLogging",
        "cors": "PutBucketCORS", "notification": "PutBucketNotification", "ownershipControls": "PutBucketOwnershipControls",
        "object-lock": "PutBucketObjectLockConfiguration", "replication": "PutReplicationConfiguration",
        "website": "PutBucketWebsite",
    },
    "DELETE": {
        "": "DeleteBucket", "policy": "DeleteBucketPolicy", "tagging": "PutBucketTagging",
        "publicAccessBlock": "PutBucketPublicAccessBlock", "encryption": "PutEncryptionConfiguration",
        "lifecycle": "PutLifecycleConfiguration", "cors": "PutBucketCORS", "ownershipControls": "PutBucketOwnershipControls",
        "replication": "PutReplicationConfiguration", "website": "DeleteBucketWebsite",
    },
    "POST": {"": "PutObject", "delete": "DeleteObject"},
}
_OBJECT_ACTIONS = {
    "GET": {
        "": "GetObject", "acl": "GetObjectAcl", "tagging": "GetObjectTagging", "retention": "GetObjectRetention",
        "legal-hold": "GetObjectLegalHold", "attributes": "GetObjectAttributes", "uploadId": "ListMultipartUploadParts",
    },
    "HEAD": {"": "GetObject"},
    "PUT": {
        "": "PutObject", "acl": "PutObjectAcl", "tagging": "PutObjectTagging", "retention": "PutObjectRetention",
        "legal-hold": "PutObjectLegalHold",
    },
    "DELETE": {"": "DeleteObject", "tagging": "DeleteObjectTagging", "uploadId": "AbortMultipartUpload"},
    "POST": {"": "PutObject", "restore": "RestoreObject", "select": "GetObject"},
}

_EC2_TYPES = {
    "i": "instance", "eni": "network-interface", "sg": "security-group", "vol": "volume", "snap": "snapshot", "vpc": "vpc",
    "subnet": "subnet", "rtb": "route-table", "acl": "network-acl", "ami": "image",
}
# What a creating call creates, as AWS names it before it has an id.
_EC2_CREATES = {
    "CreateSecurityGroup": "security-group", "CreateSnapshot": "snapshot", "CreateSnapshots": "snapshot",
    "CreateNetworkInterface": "network-interface", "CreateVolume": "volume", "RunInstances": "instance",
    "CreateNetworkAcl": "network-acl",
}


@dataclass
class Call:
    service: str
    region: str
    protocol: str
    operation: str
    method: str
    path: str
    params: dict = field(default_factory=dict)
    bucket: str | None = None
    key: str | None = None

    @property
    def action(self):
        return f"{IAM_PREFIX.get(self.service, self.service)}:{self.operation}"

    @property
    def writes(self):
        """Whether the operation changes something, told from its name; a POST to S3 or a PUT counts."""
        return not re.match(r"(Describe|Get|List|Head|Lookup|Query|Scan|BatchGet|Assume|Simulate|Decode)", self.operation)


def parse(environ, body, service, region):
    """The call in a WSGI request whose credential scope names `service` and `region`."""
    method, raw = environ["REQUEST_METHOD"], environ.get("RAW_URI") or environ["PATH_INFO"]
    path, _, query = raw.partition("?")
    params = dict(parse_qsl(query, keep_blank_values=True))
    target = environ.get("HTTP_X_AMZ_TARGET")
    if service == "s3":
        bucket, _, key = unquote(path.lstrip("/")).partition("/")
        return Call(service, region, REST_XML, _s3_operation(method, bucket, key, params), method, path, params, bucket, key)
    if target:
        return Call(service, region, JSON, target.rpartition(".")[2], method, path, _json(body))
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        params |= dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    if "Action" in params:
        return Call(service, region, EC2 if service == "ec2" else QUERY, params["Action"], method, path, params)
    return Call(service, region, REST_JSON, _rest_operation(service, method, path), method, path, params)


def _json(body):
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _s3_operation(method, bucket, key, params):
    if not bucket:
        return "ListAllMyBuckets"
    actions = (_OBJECT_ACTIONS if key else _BUCKET_ACTIONS).get(method, {})
    return next((actions[name] for name in params if name and name in actions), actions.get("", "Unknown"))


@functools.lru_cache(maxsize=64)
def _rest_routes(service):
    from moto.core.responses import _get_method_urls

    return {
        method: sorted(((re.compile(pattern), name) for pattern, name in urls.items()), key=lambda row: -len(row[0].pattern))
        for method, urls in _get_method_urls(service, "us-east-1").items()
    }


def _rest_operation(service, method, path):
    try:
        routes = _rest_routes(service).get(method, [])
    except Exception:  # a service that botocore does not know
        return "Unknown"
    return next((name for pattern, name in routes if pattern.match(path)), "Unknown")


# MARK: resources


def demands(call, account):
    """What IAM must allow for the call to happen: (action, [resource ARN], extra condition keys), one or more."""
    if call.service == "ec2":
        return _ec2_demands(call, account)
    if call.service == "iam":
        return [(call.action, [_iam_resource(call, account)], {"iam:policyarn": call.params.get("PolicyArn")})]
    if call.service == "s3":
        resource = f"arn:aws:s3:::{call.bucket}" + (f"/{call.key}" if call.key else "")
        return [(call.action, [resource if call.bucket else "*"], {})]
    if call.service == "sts" and "RoleArn" in call.params:
        return [(call.action, [call.params["RoleArn"]], {})]
    return [(call.action, ["*"], {})]


def _ec2_demands(call, account):
    if re.match(r"(Describe|Get|List)", call.operation):
        return [(call.action, ["*"], {})]
    arns = []
    for name, value in call.params.items():
        kind = _EC2_TYPES.get(value.partition("-")[0]) if re.fullmatch(r"[a-z]+-[0-9a-f]{8,17}", value) else None
        if kind and not name.startswith("TagSpecification"):
            arns.append(ec2_arn(call.region, account, kind, value))
    if call.operation == "CreateSnapshots":
        arns += [ec2_arn(call.region, account, "volume", volume) for volume in _volumes_of(call, account)]
    created = _EC2_CREATES.get(call.operation)
    if created:
        arns.append(ec2_arn(call.region, account, created, "*"))
    demands = [(call.action, arns or ["*"], {})]
    # Tagging while creating takes ec2:CreateTags too (EC2 user guide, "Grant permission to tag resources during creation").
    if created and any(name.startswith("TagSpecification") for name in call.params):
        demands.append(
            ("ec2:CreateTags", [ec2_arn(call.region, account, created, "*")], {"ec2:createaction": call.operation}))
    return demands


def ec2_arn(region, account, kind, identifier):
    # Snapshots and images belong to no account in their ARNs.
    owner = "" if kind in ("snapshot", "image") else account
    return f"arn:aws:ec2:{region}:{owner}:{kind}/{identifier}"


def _volumes_of(call, account):
    from moto.ec2.models import ec2_backends

    instance = ec2_backends[account][call.region].get_instance_by_id(call.params.get("InstanceSpecification.InstanceId", ""))
    return [device.volume_id for _, device in instance.get_block_device_mapping] if instance else []


def _iam_resource(call, account):
    from moto.iam.models import iam_backends

    backend, params = iam_backends[account]["aws"], call.params
    if "RoleName" in params:
        role = backend.roles.get(params["RoleName"]) or next(
            (role for role in backend.roles.values() if role.name == params["RoleName"]), None)
        return role.arn if role else f"arn:aws:iam::{account}:role/{params['RoleName']}"
    name = params.get("UserName")
    if call.operation == "GetAccessKeyLastUsed":
        user = backend.get_user_from_access_key_id(params.get("AccessKeyId", ""))
        name = user.name if user else None
    if name:
        user = backend.users.get(name)
        return user.arn if user else f"arn:aws:iam::{account}:user/{name}"
    for param, kind in (("GroupName", "group"), ("InstanceProfileName", "instance-profile"), ("PolicyName", "policy")):
        if param in params:
            return f"arn:aws:iam::{account}:{kind}/{params[param]}"
    return params.get("PolicyArn", "*")
