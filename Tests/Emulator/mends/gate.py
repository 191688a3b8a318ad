"""The door in front of moto: says who is calling and whether they may, then lets moto answer, in AWS's shape even when it cannot.

A request with the header `x-moto-account-id` is the test's own hand, not a caller's: it is that account, and may do anything.
"""

import io
import json
import sys
import threading
import traceback
from collections import defaultdict
from datetime import datetime, timezone

from . import calls, errors, principals, s3, sts
from .errors import Refused, refusal

# moto takes long polls in these, so nothing else may wait for them.
_UNLOCKED = {"sqs"}
_REASONS = {200: "OK", 301: "Moved Permanently", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
            500: "Internal Server Error", 501: "Not Implemented"}


class Gate:
    def __init__(self, moto):
        self.moto = moto
        # moto's back ends are plain dicts: check-then-act (a group's name is free, so create it) must not interleave.
        self.locks = defaultdict(threading.RLock)

    def __call__(self, environ, start_response):
        body = _read(environ)
        if environ["PATH_INFO"].startswith("/_emulator/"):
            return _send(start_response, *_control(environ["PATH_INFO"]))
        if environ["PATH_INFO"].startswith("/moto-api/"):
            return self.moto(environ, start_response)
        authorization = principals.parse_authorization(environ)
        try:
            call = calls.parse(environ, body, *_scope(environ, authorization))
        except Exception as exception:  # a request that makes no sense at all
            return _send(start_response, *errors.render(calls.REST_XML, Refused("InvalidRequest", 400, str(exception))))
        try:
            answer = self._admit(environ, body, authorization, call)
        except Refused as refused:
            answer = errors.render(call.protocol, refused)
        except Exception as exception:
            traceback.print_exc(file=sys.stderr)
            answer = errors.render(call.protocol, errors.of_exception(exception, call))
        return _send(start_response, *(answer or self._ask_moto(environ, call)))

    def _admit(self, environ, body, authorization, call):
        """Lets the caller through to moto (None), answers in moto's place, or raises Refused."""
        if "HTTP_X_MOTO_ACCOUNT_ID" in environ:
            return None
        if authorization is None:
            # Only S3 has callers without credentials.
            if call.service != "s3":
                raise refusal("missing", call.protocol, "Request is missing Authentication Token")
            call.region = s3.region_of(call.bucket) or call.region
            s3.authorize(None, call, environ, _context(None, call))
            return None
        principal = principals.authenticate(environ, body, authorization, call)
        context = _context(principal, call)
        if call.service == "sts":
            with self.locks["iam"]:
                return sts.answer(principal, call, context)
        if call.service == "s3":
            s3.authorize(principal, call, environ, context)
        else:
            _authorize(principal, call, context)
        return None

    def _ask_moto(self, environ, call):
        status, headers = "", []

        def start(got_status, got_headers, exc_info=None):
            nonlocal status, headers
            status, headers = got_status, got_headers

        lock = threading.Lock() if call.service in _UNLOCKED else self.locks[call.service]
        try:
            with lock:
                body = b"".join(self.moto(environ, start))
        except Exception as exception:
            if not isinstance(exception, NotImplementedError):
                traceback.print_exc(file=sys.stderr)
            return errors.render(call.protocol, errors.of_exception(exception, call))
        code = int(status.split()[0])
        if code >= 400 and b"<html" in body[:200].lower():
            missing = NotImplementedError("no such route") if code == 404 else RuntimeError(f"HTTP {status}")
            return errors.render(call.protocol, errors.of_exception(missing, call))
        return status, headers, body


def _read(environ):
    """The whole body, put back for moto, which knows nothing of chunks."""
    source = environ["wsgi.input"]
    chunked = environ.pop("HTTP_TRANSFER_ENCODING", "").lower() == "chunked"
    body = source.read() if chunked else source.read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ["RAW_URI"] = environ.get("REQUEST_URI") or environ.get("RAW_URI") or environ["PATH_INFO"]
    return body


def _send(start_response, status, headers, body):
    if isinstance(status, int):
        status = f"{status} {_REASONS.get(status, 'Status')}"
    headers = [(name, value) for name, value in headers if name.lower() not in ("connection", "transfer-encoding")]
    # moto gives a HEAD its own length; everything else is as long as it is.
    if not any(name.lower() == "content-length" for name, _ in headers):
        headers.append(("Content-Length", str(len(body))))
    start_response(status, headers)
    return [body]


def _scope(environ, authorization):
    """(service, region) as signed; of an unsigned request, S3 unless its form says otherwise."""
    if authorization:
        return authorization["service"], authorization["region"]
    form = environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")
    other = form or environ.get("HTTP_X_AMZ_TARGET") or (environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] == "/")
    return ("unknown" if other else "s3"), "us-east-1"


def _context(principal, call):
    """The condition keys that a policy can ask for, in lower case (IAM user guide, "Global condition context keys")."""
    session = principal.session if principal else None
    tag_keys = [value for name, value in call.params.items() if "Tag" in name and name.endswith(".Key")]
    return {
        "aws:principalarn": principal and principal.arn,
        "aws:principalaccount": principal and principal.account,
        "aws:userid": principal and principal.user_id,
        "aws:username": principal and principal.user and principal.user.name,
        "aws:principaltype": principal and ("User" if principal.user else "AssumedRole"),
        "aws:tokenissuetime": session and session.issued.isoformat(),
        "aws:sourceidentity": session and session.source_identity,
        "aws:requestedregion": call.region,
        "aws:currenttime": datetime.now(timezone.utc).isoformat(),
        "aws:tagkeys": tag_keys or None,
        # The emulator stands for an end point with TLS, reached from outside.
        "aws:securetransport": "true",
        "aws:sourceip": "198.51.100.7",
        "aws:viaawsservice": "false",
        "aws:principalisawsservice": "false",
    }


def _authorize(principal, call, context):
    for action, resources, extra in calls.demands(call, principal.account):
        allowed, why = principals.decide(principal, action, resources, context | extra)
        if not allowed:
            raise refusal(
                "denied", call.protocol,
                f"User: {principal.caller} is not authorized to perform: {action} on resource: {resources[0]} {why}")


def _control(path):
    if path == "/_emulator/expire-sessions":
        principals.expire_sessions()
    elif path != "/_emulator/health":
        return 404, [("Content-Type", "application/json")], b'{"error": "no such control"}'
    return 200, [("Content-Type", "application/json")], json.dumps({"sessions": len(principals.sessions)}).encode()
