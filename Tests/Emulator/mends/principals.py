"""Who signed a request, with which credentials, and what those may do.

Every key is one of: a user's long-term key, a role session (AssumeRole), or a user's session (GetSessionToken,
GetFederationToken). Stock moto takes any key at all for account 123456789012; here an unknown, deleted or inactive key, a wrong
session token, an expired session and a wrong signature are refused.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qsl, quote

from moto.iam.models import iam_backends

from . import policy
from .errors import refusal
from .keys import account_of_key


@dataclass(frozen=True)
class Principal:
    account: str
    # `aws:PrincipalArn`: the user or, of a session, the role.
    arn: str
    # What the principal is called in "User: ... is not authorized".
    caller: str
    user_id: str
    # Everything that a resource policy can name it by.
    names: frozenset
    user: object = None
    role: object = None
    session: object = None


@dataclass
class Session:
    """Temporary credentials: whose, since when, until when, narrowed by what."""

    access_key_id: str
    secret: str
    token: str
    account: str
    name: str
    issued: datetime
    expires: datetime
    role_arn: str | None = None
    user_name: str | None = None
    federated: bool = False
    source_identity: str | None = None
    policies: list = field(default_factory=list)


# Sessions by access key id. Process-wide, as moto's own back ends are.
sessions = {}


def forget_sessions():
    sessions.clear()


def expire_sessions():
    past = datetime.now(timezone.utc) - timedelta(seconds=1)
    for session in sessions.values():
        session.expires = past


def authenticate(environ, body, authorization, call):
    """The principal who signed the request. Raises Refused."""
    key_id = authorization["key"]
    account = account_of_key(key_id)
    token = environ.get("HTTP_X_AMZ_SECURITY_TOKEN") or authorization.get("token")
    session = sessions.get(key_id)
    # EC2's and S3's words for a bad key; the others share theirs.
    unknown = "The security token included in the request is invalid."
    if account is None or key_id not in iam_backends[account]["aws"].access_keys:
        raise refusal("unknown-key", call.protocol, unknown)
    if session is None:
        key = iam_backends[account]["aws"].access_keys[key_id]
        if key.status != "Active":
            raise refusal("unknown-key", call.protocol, unknown)
        if token:
            raise refusal("wrong-token", call.protocol, unknown)
        secret, principal = key.secret_access_key, _user_principal(account, key.user_name)
    else:
        if token != session.token:
            raise refusal("wrong-token", call.protocol, unknown)
        secret, principal = session.secret, _session_principal(session)
    if principal is None:
        raise refusal("unknown-key", call.protocol, unknown)
    if "signature" in authorization and not _signature_holds(environ, body, authorization, secret, call.service):
        raise refusal(
            "signature", call.protocol,
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")
    if session and datetime.now(timezone.utc) >= session.expires:
        raise refusal("expired", call.protocol, "The security token included in the request is expired")
    return principal


def _user_principal(account, name, session=None):
    user = iam_backends[account]["aws"].users.get(name)
    if user is None:
        return None
    root, caller, user_id = f"arn:aws:iam::{account}:root", user.arn, user.id
    if session and session.federated:
        caller, user_id = f"arn:aws:sts::{account}:federated-user/{session.name}", f"{account}:{session.name}"
    names = frozenset({account, root, user.arn, caller})
    return Principal(account, caller if session and session.federated else user.arn, caller, user_id, names, user=user, session=session)


def _session_principal(session):
    if session.user_name:
        return _user_principal(session.account, session.user_name, session)
    backend = iam_backends[session.account]["aws"]
    role = next((role for role in backend.roles.values() if role.arn == session.role_arn), None)
    if role is None:
        return None
    caller = f"arn:aws:sts::{session.account}:assumed-role/{role.name}/{session.name}"
    names = frozenset({session.account, f"arn:aws:iam::{session.account}:root", role.arn, caller})
    return Principal(session.account, role.arn, caller, f"{role.id}:{session.name}", names, role=role, session=session)


# MARK: what they may do


def identity_policies(principal):
    """The documents attached to the user (and its groups) or the role, inline and managed."""
    holders = [principal.role]
    if principal.user:
        backend = iam_backends[principal.account]["aws"]
        holders = [principal.user, *backend.get_groups_for_user(principal.user.name)]
    for holder in holders:
        yield from (policy.document(text) for text in holder.policies.values())
        yield from (managed_document(managed) for managed in holder.managed_policies.values())


def managed_document(managed):
    return policy.document(next(version.document for version in managed.versions if version.is_default))


def decide(principal, action, resources, context):
    """(allowed, why not): identity policies, cut down by session policies. An explicit deny anywhere wins."""
    for kind, documents in (("identity-based", list(identity_policies(principal))), ("session", _narrowing(principal))):
        if documents is None:
            continue
        if any(policy.evaluate(doc, action, [resource], context) == policy.DENY for doc in documents for resource in resources):
            return False, f"with an explicit deny in {'a' if kind == 'session' else 'an'} {kind} policy"
        # Each of the resources may be allowed by another of the documents.
        for resource in resources:
            if not any(policy.evaluate(doc, action, [resource], context) == policy.ALLOW for doc in documents):
                return False, f"because no {kind} policy allows the {action} action"
    return True, ""


def _narrowing(principal):
    """The session's policies; None when nothing narrows it. A federated user's session without any may do nothing."""
    session = principal.session
    if session is None or not (session.policies or session.federated):
        return None
    return session.policies


# MARK: SigV4


def parse_authorization(environ):
    """The parts of the Authorization header, or of a presigned URL's query, or None when the request is unsigned."""
    header = environ.get("HTTP_AUTHORIZATION", "")
    if header.startswith("AWS4-HMAC-SHA256"):
        fields = dict(part.strip().partition("=")[::2] for part in header.removeprefix("AWS4-HMAC-SHA256").split(","))
        scope = fields.get("Credential", "").rsplit("/", 4)
        if len(scope) != 5:
            return None
        return {"key": scope[0], "date": scope[1], "region": scope[2], "service": scope[3],
                "headers": fields.get("SignedHeaders", "").split(";"), "signature": fields.get("Signature", "")}
    query = dict(parse_qsl((environ.get("RAW_URI") or "").partition("?")[2]))
    scope = query.get("X-Amz-Credential", "").rsplit("/", 4)
    if len(scope) != 5:
        return None
    # A presigned URL's signature is not checked, its key and token are.
    return {"key": scope[0], "date": scope[1], "region": scope[2], "service": scope[3], "token": query.get("X-Amz-Security-Token")}


def _signature_holds(environ, body, authorization, secret, service):
    """Signature Version 4 over what arrived (IAM user guide, "Create a signed AWS API request")."""
    path, _, query = environ["RAW_URI"].partition("?")
    declared = environ.get("HTTP_X_AMZ_CONTENT_SHA256")
    actual = hashlib.sha256(body).hexdigest()
    if declared and re.fullmatch(r"[0-9a-f]{64}", declared) and declared != actual:
        return False
    pairs = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in parse_qsl(query, keep_blank_values=True))
    canonical = "\n".join([
        environ["REQUEST_METHOD"],
        path if service == "s3" else quote(path, safe="/-_.~"),
        "&".join(f"{name}={value}" for name, value in pairs),
        *(f"{name}:{' '.join(_header(environ, name).split())}" for name in authorization["headers"]),
        "",
        ";".join(authorization["headers"]),
        declared or actual,
    ])
    scope = "/".join([authorization["date"], authorization["region"], authorization["service"], "aws4_request"])
    stamp = environ.get("HTTP_X_AMZ_DATE", "")
    to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + secret).encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.compare_digest(hmac.new(key, to_sign.encode(), "sha256").hexdigest(), authorization["signature"])


def _header(environ, name):
    cgi = name.upper().replace("-", "_")
    return environ.get(cgi if cgi in ("CONTENT_TYPE", "CONTENT_LENGTH") else "HTTP_" + cgi, "")
