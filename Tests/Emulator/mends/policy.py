"""IAM policy evaluation: enough of it to say what AWS would say to the calls that Cordon makes.

Pure functions over documents. Statement elements: Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource,
Condition. Source: IAM user guide, "Policy evaluation logic" and "IAM JSON policy elements reference".
"""

import functools
import ipaddress
import json
import re
from datetime import datetime, timezone

ALLOW, DENY, NEUTRAL = "allow", "deny", "neutral"


def document(text):
    """The policy as a dict. Raises ValueError unless it is a policy: an object with statements that have an Effect."""
    if isinstance(text, (bytes, bytearray)):
        text = text.decode()
    value = json.loads(text) if isinstance(text, str) else text
    if not isinstance(value, dict) or "Statement" not in value:
        raise ValueError("a policy is an object with a Statement")
    for statement in as_list(value["Statement"]):
        if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
            raise ValueError("every statement has an Effect of Allow or Deny")
        if "Action" not in statement and "NotAction" not in statement:
            raise ValueError("every statement has an Action or a NotAction")
    return value


def as_list(value):
    return value if isinstance(value, list) else [value]


@functools.lru_cache(maxsize=4096)
def _regex(pattern, ignore_case):
    # IAM globs know * and ? only; a bracket is itself.
    text = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(text, re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def glob(pattern, text, ignore_case=False):
    return _regex(str(pattern), ignore_case).fullmatch(str(text)) is not None


def evaluate(policy, action, resources, context, principal=None):
    """ALLOW, DENY or NEUTRAL for one document. With several resources all must be allowed; one denied denies.

    `principal` (a `Principal`) is given for resource policies only, whose statements must name it.
    """
    outcomes = [_evaluate_one(policy, action, resource, context, principal) for resource in resources]
    if DENY in outcomes:
        return DENY
    return ALLOW if all(outcome == ALLOW for outcome in outcomes) else NEUTRAL


def _evaluate_one(policy, action, resource, context, principal):
    outcome = NEUTRAL
    for statement in as_list(policy["Statement"]):
        if not _applies(statement, action, resource, context, principal):
            continue
        if statement["Effect"] == "Deny":
            return DENY
        outcome = ALLOW
    return outcome


def _applies(statement, action, resource, context, principal):
    if principal is not None and not names(statement, principal):
        return False
    if "Action" in statement:
        if not any(glob(pattern, action, ignore_case=True) for pattern in as_list(statement["Action"])):
            return False
    elif any(glob(pattern, action, ignore_case=True) for pattern in as_list(statement["NotAction"])):
        return False
    if "Resource" in statement:
        if not any(glob(_substitute(pattern, context), resource) for pattern in as_list(statement["Resource"])):
            return False
    elif "NotResource" in statement:
        if any(glob(_substitute(pattern, context), resource) for pattern in as_list(statement["NotResource"])):
            return False
    return conditions_hold(statement.get("Condition", {}), context)


def names(statement, principal):
    """Whether a resource policy's statement is about `principal`."""
    if "NotPrincipal" in statement:
        return not _lists(statement["NotPrincipal"], principal)
    return "Principal" in statement and _lists(statement["Principal"], principal)


def _lists(element, principal):
    if element == "*":
        return True
    accounts = as_list(element.get("AWS", [])) if isinstance(element, dict) else []
    return any(name == "*" or name in principal.names for name in accounts)


def _substitute(pattern, context):
    return re.sub(r"\$\{([^}]+)\}", lambda found: str(context.get(found.group(1).lower(), found.group(0))), pattern)


# MARK: conditions


def conditions_hold(block, context):
    """All operators and all keys must hold; any of a key's values may. `context` has lower-case keys."""
    return all(
        _holds(operator, key, as_list(values), context)
        for operator, keys in block.items()
        for key, values in keys.items()
    )


def _holds(operator, key, values, context):
    quantifier, _, plain = operator.rpartition(":")
    if_exists = plain.endswith("IfExists")
    plain = plain.removesuffix("IfExists")
    present = context.get(key.lower())
    if plain == "Null":
        return (present is None) == (str(values[0]).lower() == "true")
    values = [_substitute(str(value), context) for value in values]
    negated = "Not" in plain
    if present is None:
        # An absent key matches negated operators, ...IfExists, and ForAllValues over nothing.
        return negated or if_exists or quantifier == "ForAllValues"
    compare = _comparison(plain.replace("Not", "", 1) if negated else plain)
    got = present if isinstance(present, list) else [present]
    matches = [any(compare(str(item), value) for value in values) for item in got]
    if quantifier == "ForAllValues":
        return all(not match if negated else match for match in matches)
    if quantifier == "ForAnyValue":
        return any(not match if negated else match for match in matches)
    return not any(matches) if negated else any(matches)


def _comparison(operator):
    try:
        return _COMPARISONS[operator]
    except KeyError:
        raise NotImplementedError(f"the condition operator {operator} is not emulated") from None


def _date(text):
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return datetime.fromtimestamp(float(text), timezone.utc)
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


_COMPARISONS = {
    "StringEquals": lambda got, value: got == value,
    "StringEqualsIgnoreCase": lambda got, value: got.lower() == value.lower(),
    "StringLike": lambda got, value: glob(value, got),
    "ArnEquals": lambda got, value: glob(value, got),
    "ArnLike": lambda got, value: glob(value, got),
    "Bool": lambda got, value: got.lower() == value.lower(),
    "NumericEquals": lambda got, value: float(got) == float(value),
    "NumericLessThan": lambda got, value: float(got) < float(value),
    "NumericLessThanEquals": lambda got, value: float(got) <= float(value),
    "NumericGreaterThan": lambda got, value: float(got) > float(value),
    "NumericGreaterThanEquals": lambda got, value: float(got) >= float(value),
    "DateEquals": lambda got, value: _date(got) == _date(value),
    "DateLessThan": lambda got, value: _date(got) < _date(value),
    "DateLessThanEquals": lambda got, value: _date(got) <= _date(value),
    "DateGreaterThan": lambda got, value: _date(got) > _date(value),
    "DateGreaterThanEquals": lambda got, value: _date(got) >= _date(value),
    "IpAddress": lambda got, value: ipaddress.ip_address(got) in ipaddress.ip_network(value, strict=False),
}


# MARK: public policies

# Conditions on these keys with fixed values keep a policy from being public (S3 user guide, "The meaning of public").
_FIXED_KEYS = {
    "aws:sourceip", "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount",
    "aws:userid", "aws:principalorgid", "aws:principalarn", "aws:principalaccount", "s3:dataaccesspointaccount",
}


def is_public(policy):
    """Whether some statement allows everyone, as S3's Block Public Access means it."""
    return any(
        statement["Effect"] == "Allow" and _everyone(statement.get("Principal")) and not _narrowed(statement)
        for statement in as_list(policy["Statement"])
    )


def _everyone(principal):
    return principal == "*" or (isinstance(principal, dict) and "*" in as_list(principal.get("AWS", [])))


def _narrowed(statement):
    return any(
        key.lower() in _FIXED_KEYS and not any("*" in str(value) for value in as_list(values))
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
        if "Not" not in operator
    )
