"""S3 bucket policies and Block Public Access, evaluated as S3 does.

Stock moto takes any Deny, whomever it names and whatever its conditions, as a Deny for everyone, lets every account into every
bucket, and stores public policies that Block Public Access refuses.
"""

import re

from moto.iam.access_control import PermissionResult
from moto.iam.models import iam_backends
from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket, S3Backend, s3_backends

from . import policy, principals
from .errors import Refused, refusal

ANONYMOUS = principals.Principal("", "", "Anonymous", "", frozenset())


class _Malformed(S3ClientError):
    code = 400

    def __init__(self, why):
        super().__init__("MalformedPolicy", why)


class _PublicPolicyBlocked(S3ClientError):
    code = 403

    def __init__(self, bucket):
        super().__init__(
            "AccessDenied", f'public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access on "{bucket}".')


def apply():
    # The gate has asked the policy, and turned away whom it does not allow, by the time moto does.
    FakeBucket.get_permission = lambda self, action, resource: PermissionResult.PERMITTED
    stock = S3Backend.put_bucket_policy

    def put_bucket_policy(self, bucket_name, text):
        try:
            document = policy.document(text)
        except ValueError as error:
            raise _Malformed(f"Policies must be valid JSON and the first byte must be '{{': {error}") from None
        _demand_principals_exist(document)
        if _blocks(self.get_bucket(bucket_name), "block_public_policy") and policy.is_public(document):
            raise _PublicPolicyBlocked(bucket_name)
        stock(self, bucket_name, text)

    S3Backend.put_bucket_policy = put_bucket_policy


def region_of(bucket_name):
    held = s3_backends.bucket_accounts.get(bucket_name)
    return held and s3_backends[held[1]]["aws"].get_bucket(bucket_name).region_name


def _blocks(bucket, setting):
    block = bucket.public_access_block
    return block is not None and str(getattr(block, setting)).lower() == "true"


def _demand_principals_exist(document):
    """A resource policy may name only principals that exist (S3 user guide, "Principals for bucket policies")."""
    for statement in policy.as_list(document["Statement"]):
        element = statement.get("Principal", statement.get("NotPrincipal"))
        if element is None:
            raise _Malformed("Missing required field Principal")
        for name in policy.as_list(element.get("AWS", [])) if isinstance(element, dict) else []:
            found = re.fullmatch(r"arn:aws:iam::(\d{12}):(user|role)/(.+)", name)
            if not found:
                continue
            backend = iam_backends[found[1]]["aws"]
            held = backend.users.values() if found[2] == "user" else backend.roles.values()
            if name not in {holder.arn for holder in held}:
                raise _Malformed("Invalid principal in policy")


def authorize(principal, call, headers, context):
    """Raises Refused unless `principal` (None: unsigned) may do `call`."""
    caller = principal or ANONYMOUS
    partition_account = s3_backends.bucket_accounts.get(call.bucket)
    if partition_account is None:
        # No bucket yet, or none at all: the caller's own policies decide, then moto says what is missing.
        _demand_identity(principal, call, context)
        return
    owner = partition_account[1]
    bucket = s3_backends[owner]["aws"].get_bucket(call.bucket)
    _demand_region(call, bucket)
    if headers.get("HTTP_X_AMZ_EXPECTED_BUCKET_OWNER", owner) != owner:
        raise refusal("denied", call.protocol, "Access Denied")
    resource = f"arn:aws:s3:::{call.bucket}" + (f"/{call.key}" if call.key else "")
    verdict = policy.NEUTRAL
    if bucket.policy:
        document = policy.document(bucket.policy)
        verdict = policy.evaluate(document, call.action, [resource], context, caller)
        public_only = policy.is_public(document) and _blocks(bucket, "restrict_public_buckets")
        if verdict == policy.ALLOW and caller.account != owner and public_only:
            verdict = policy.NEUTRAL
    if verdict == policy.DENY:
        raise _denied(caller, call, resource, "with an explicit deny in a resource-based policy")
    if caller.account == owner and verdict == policy.ALLOW:
        # Within one account the bucket policy's word is enough, unless a policy of the caller's denies.
        allowed, why = principals.decide(caller, call.action, [resource], context)
        if not allowed and "explicit deny" in why:
            raise _denied(caller, call, resource, why)
        return
    if caller.account != owner and verdict != policy.ALLOW:
        raise _denied(caller, call, resource, f"because no resource-based policy allows the {call.action} action")
    if principal is None:
        return
    _demand_identity(principal, call, context)


def _demand_identity(principal, call, context):
    if principal is None:
        raise refusal("denied", call.protocol, "Access Denied")
    resource = f"arn:aws:s3:::{call.bucket}" + (f"/{call.key}" if call.key else "") if call.bucket else "*"
    allowed, why = principals.decide(principal, call.action, [resource], context)
    if not allowed:
        raise _denied(principal, call, resource, why)


def _denied(principal, call, resource, why):
    return refusal("denied", call.protocol,
                   f'User: {principal.caller} is not authorized to perform: {call.action} on resource: "{resource}" {why}')


def _demand_region(call, bucket):
    """Another region's end point redirects (S3 user guide, "Making requests"); GetBucketLocation works from us-east-1."""
    if call.region == bucket.region_name or (call.operation == "GetBucketLocation" and call.region == "us-east-1"):
        return
    raise Refused(
        "PermanentRedirect", 301,
        "The bucket you are attempting to access must be addressed using the specified endpoint. "
        "Please send all future requests to this endpoint.",
        extra=f"<Endpoint>{call.bucket}.s3.{bucket.region_name}.amazonaws.com</Endpoint><Bucket>{call.bucket}</Bucket>",
        headers=[("x-amz-bucket-region", bucket.region_name)])
