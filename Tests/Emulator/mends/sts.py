"""STS, answered here and not by moto: moto lets anyone assume any role, whether it exists or not.

Demanded, as STS does: that the role exists, that its trust policy names the caller and its conditions (external id) hold, that the
caller's own policies allow it too, sts:SetSourceIdentity and sts:TagSession where used, and the limits on durations, on names and
on the session policy's 2,048 characters (STS API reference, AssumeRole).
"""

import re
from datetime import datetime, timedelta, timezone
from xml.sax.saxutils import escape

from moto.iam.models import iam_backends
from moto.iam.utils import random_alphanumeric

from . import policy, principals
from .errors import Refused, refusal
from .keys import account_of_key
from .principals import Session

_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"


def answer(principal, call, context):
    """The (status, headers, body) of a call to STS. Raises Refused."""
    operations = {
        "AssumeRole": _assume_role, "GetCallerIdentity": _get_caller_identity, "GetSessionToken": _get_session_token,
        "GetFederationToken": _get_federation_token, "GetAccessKeyInfo": _get_access_key_info,
    }
    if call.operation not in operations:
        raise Refused("NotImplemented", 501, f"sts:{call.operation} is not emulated")
    result = operations[call.operation](principal, call, context)
    name = call.operation
    body = (f'<{name}Response xmlns="{_NAMESPACE}"><{name}Result>{_xml(result)}</{name}Result>'
            f"<ResponseMetadata><RequestId>{random_alphanumeric(36)}</RequestId></ResponseMetadata></{name}Response>")
    return 200, [("Content-Type", "text/xml")], body.encode()


def _xml(value):
    if isinstance(value, dict):
        return "".join(f"<{key}>{_xml(item)}</{key}>" for key, item in value.items() if item is not None)
    return escape(value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else str(value))


def _get_caller_identity(principal, call, context):
    return {"UserId": principal.user_id, "Account": principal.account, "Arn": principal.caller}


def _get_access_key_info(principal, call, context):
    _demand(principal, call, "sts:GetAccessKeyInfo", "*", context)
    account = account_of_key(call.params.get("AccessKeyId", ""))
    if account is None:
        raise _invalid("accessKeyId", "is not an access key id")
    return {"Account": account}


def _assume_role(principal, call, context):
    params, role_arn = call.params, call.params.get("RoleArn", "")
    _demand_name("roleSessionName", params.get("RoleSessionName", ""))
    if "SourceIdentity" in params:
        _demand_name("sourceIdentity", params["SourceIdentity"])
    if "ExternalId" in params and not re.fullmatch(r"[\w+=,.@:/-]{2,1224}", params["ExternalId"]):
        raise _invalid("externalId", "must be 2 to 1224 letters, digits or any of _+=,.@:/-")
    found = re.fullmatch(r"arn:aws:iam::(\d{12}):role/.+", role_arn)
    role = found and next((role for role in iam_backends[found[1]]["aws"].roles.values() if role.arn == role_arn), None)
    # A role that does not exist and one that does not trust the caller look alike, so that nobody can probe for roles.
    actions = ["sts:AssumeRole"]
    actions += ["sts:SetSourceIdentity"] if "SourceIdentity" in params else []
    actions += ["sts:TagSession"] if any(name.startswith("Tags.") for name in params) else []
    context = context | {
        "sts:externalid": params.get("ExternalId"), "sts:rolesessionname": params.get("RoleSessionName"),
        "sts:sourceidentity": params.get("SourceIdentity"),
    }
    for action in actions:
        if not role or not _trusted(principal, role, action, role_arn, context):
            raise refusal("denied", call.protocol,
                          f"User: {principal.caller} is not authorized to perform: {action} on resource: {role_arn}")
    duration = _duration(call, 3600, 43200)
    if principal.session and not principal.session.user_name and duration > 3600:
        raise Refused("ValidationError", 400,
                      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining")
    if duration > int(role.max_session_duration or 3600):
        raise Refused("ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    session = issue(found[1], params["RoleSessionName"], duration, role_arn=role_arn, policies=_session_policies(call, found[1]),
                     source_identity=params.get("SourceIdentity") or (principal.session and principal.session.source_identity))
    user = {"AssumedRoleId": f"{role.id}:{session.name}", "Arn": f"arn:aws:sts::{found[1]}:assumed-role/{role.name}/{session.name}"}
    return {"Credentials": _credentials(session), "AssumedRoleUser": user, "PackedPolicySize": _packed(call),
            "SourceIdentity": session.source_identity}


def _trusted(principal, role, action, role_arn, context):
    trust = policy.document(role.assume_role_policy_document)
    if policy.evaluate(trust, action, ["*"], context, principal) != policy.ALLOW:
        return False
    # In its own account a principal that the trust policy names itself needs no permission of its own.
    by_name = {principal.arn, principal.caller}
    if role_arn.split(":")[4] == principal.account and any(
        name in by_name
        for statement in policy.as_list(trust["Statement"]) if isinstance(statement.get("Principal"), dict)
        for name in policy.as_list(statement["Principal"].get("AWS", []))
    ):
        return True
    return principals.decide(principal, action, [role_arn], context)[0]


def _get_session_token(principal, call, context):
    _demand_long_term(principal, call)
    session = issue(principal.account, principal.user.name, _duration(call, 43200, 129600), user_name=principal.user.name)
    return {"Credentials": _credentials(session)}


def _get_federation_token(principal, call, context):
    _demand_long_term(principal, call)
    _demand(principal, call, "sts:GetFederationToken", "*", context)
    name = call.params.get("Name", "")
    _demand_name("name", name)
    session = issue(principal.account, name, _duration(call, 43200, 129600), user_name=principal.user.name, federated=True,
                     policies=_session_policies(call, principal.account))
    user = {"FederatedUserId": f"{principal.account}:{name}", "Arn": f"arn:aws:sts::{principal.account}:federated-user/{name}"}
    return {"Credentials": _credentials(session), "FederatedUser": user, "PackedPolicySize": _packed(call)}


# MARK: parts


def issue(account, name, duration, **rest):
    """A new session of a role (`role_arn`) or a user (`user_name`), good from now for `duration` seconds."""
    key = iam_backends[account]["aws"].create_temp_access_key()
    key.role_arn = rest.get("role_arn")
    # aws:TokenIssueTime has seconds, not fractions of them.
    now = datetime.now(timezone.utc).replace(microsecond=0)
    session = Session(
        key.access_key_id, key.secret_access_key, "IQoJb3JpZ2luX2Vj" + random_alphanumeric(300), account, name, now,
        now + timedelta(seconds=duration), **rest)
    principals.sessions[key.access_key_id] = session
    return session


def _credentials(session):
    return {"AccessKeyId": session.access_key_id, "SecretAccessKey": session.secret, "SessionToken": session.token,
            "Expiration": session.expires}


def _session_policies(call, account):
    documents = []
    if text := call.params.get("Policy"):
        if len(text) > 2048:
            raise _invalid("policy", "must have length less than or equal to 2048")
        try:
            documents.append(policy.document(text))
        except ValueError as error:
            raise Refused("MalformedPolicyDocument", 400, f"The policy is not in the valid JSON format: {error}") from None
    for name, arn in call.params.items():
        if re.fullmatch(r"PolicyArns\.member\.\d+\.arn", name):
            managed = iam_backends[account]["aws"].managed_policies.get(arn)
            if managed is None:
                raise Refused("ValidationError", 400, f"The policy {arn} does not exist.")
            documents.append(principals.managed_document(managed))
    return documents


def _packed(call):
    """STS packs the policy and tags; how, it does not say. Here: the policy's share of its plain limit."""
    return len(call.params["Policy"]) * 100 // 2048 if "Policy" in call.params else None


def _duration(call, default, longest):
    duration = int(call.params.get("DurationSeconds", default))
    if not 900 <= duration <= longest:
        raise _invalid("durationSeconds", f"must have value between 900 and {longest}")
    return duration


def _demand(principal, call, action, resource, context):
    allowed, why = principals.decide(principal, action, [resource], context)
    if not allowed:
        raise refusal("denied", call.protocol, f"User: {principal.caller} is not authorized to perform: {action} {why}")


def _demand_long_term(principal, call):
    if principal.session or not principal.user:
        raise refusal("denied", call.protocol, f"Cannot call {call.operation} with session credentials")


def _demand_name(what, name):
    if not re.fullmatch(r"[\w+=,.@-]{2,64}", name, re.ASCII):
        raise _invalid(what, "must be 2 to 64 letters, digits or any of _+=,.@-")


def _invalid(what, why):
    return Refused("ValidationError", 400,
                   f"1 validation error detected: Value at '{what}' failed to satisfy constraint: Member {why}")
