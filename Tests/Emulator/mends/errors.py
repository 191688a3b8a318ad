"""Errors as AWS words them. Stock moto answers what it lacks, and what it trips over, with a page of HTML.

Shapes: EC2 API reference "Error codes"; "AWS query", "AWS JSON 1.1", "AWS restXml" and "restJson1" in the Smithy specification.
"""

import json
import uuid
from xml.sax.saxutils import escape

from .calls import EC2, JSON, QUERY, REST_JSON, REST_XML


class Refused(Exception):
    """What the caller gets instead of an answer."""

    def __init__(self, code, status, message, extra="", headers=()):
        super().__init__(f"{code}: {message}")
        self.code, self.status, self.message, self.extra, self.headers = code, status, message, extra, list(headers)


# (code, HTTP status) of each kind of refusal, by protocol: they all differ.
_KINDS = {
    "missing": {EC2: ("AuthFailure", 401), REST_XML: ("AccessDenied", 403), JSON: ("MissingAuthenticationTokenException", 400),
                None: ("MissingAuthenticationToken", 403), REST_JSON: ("MissingAuthenticationTokenException", 403)},
    "unknown-key": {EC2: ("AuthFailure", 401), REST_XML: ("InvalidAccessKeyId", 403), None: ("InvalidClientTokenId", 403),
                    JSON: ("UnrecognizedClientException", 400), REST_JSON: ("UnrecognizedClientException", 403)},
    "wrong-token": {EC2: ("AuthFailure", 401), REST_XML: ("InvalidToken", 400), None: ("InvalidClientTokenId", 403),
                    JSON: ("UnrecognizedClientException", 400), REST_JSON: ("UnrecognizedClientException", 403)},
    "signature": {EC2: ("AuthFailure", 401), None: ("SignatureDoesNotMatch", 403),
                  JSON: ("InvalidSignatureException", 400), REST_JSON: ("InvalidSignatureException", 403)},
    "expired": {EC2: ("RequestExpired", 400), REST_XML: ("ExpiredToken", 400), None: ("ExpiredToken", 403),
                JSON: ("ExpiredTokenException", 400), REST_JSON: ("ExpiredTokenException", 403)},
    "throttled": {EC2: ("RequestLimitExceeded", 503), REST_XML: ("SlowDown", 503), None: ("Throttling", 400),
                  JSON: ("ThrottlingException", 400), REST_JSON: ("TooManyRequestsException", 429)},
    "denied": {EC2: ("UnauthorizedOperation", 403), None: ("AccessDenied", 403),
               JSON: ("AccessDeniedException", 400), REST_JSON: ("AccessDeniedException", 403)},
}


def refusal(kind, protocol, message):
    codes = _KINDS[kind]
    code, status = codes.get(protocol, codes[None] if None in codes else next(iter(codes.values())))
    return Refused(code, status, message)


def render(protocol, error):
    """(status, headers, body) of an error in the protocol's own shape."""
    request_id, message = str(uuid.uuid4()), escape(error.message)
    headers = [("x-amzn-RequestId", request_id), *error.headers]
    if protocol in (JSON, REST_JSON):
        body = json.dumps({"__type": error.code, "message": error.message})
        kind = "application/x-amz-json-1.1" if protocol == JSON else "application/json"
        return error.status, [*headers, ("Content-Type", kind), ("x-amzn-ErrorType", error.code)], body.encode()
    if protocol == EC2:
        body = (f"<Response><Errors><Error><Code>{error.code}</Code><Message>{message}</Message></Error></Errors>"
                f"<RequestID>{request_id}</RequestID></Response>")
    elif protocol == QUERY:
        side = "Sender" if error.status < 500 else "Receiver"
        body = (f"<ErrorResponse><Error><Type>{side}</Type><Code>{error.code}</Code><Message>{message}</Message></Error>"
                f"<RequestId>{request_id}</RequestId></ErrorResponse>")
    else:
        body = (f"<Error><Code>{error.code}</Code><Message>{message}</Message>{error.extra}"
                f"<RequestId>{request_id}</RequestId></Error>")
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + body
    return error.status, [*headers, ("Content-Type", "text/xml" if protocol in (EC2, QUERY) else "application/xml")], text.encode()


def of_exception(exception, call):
    """What a crash of the emulator itself looks like to the caller: 501 for what is not emulated, else 500."""
    operation = f"{call.service}:{call.operation}" if call else "the operation"
    if isinstance(exception, NotImplementedError):
        return Refused("NotImplemented", 501, f"{operation} is not emulated: {exception}")
    return Refused("InternalError", 500, f"the emulator failed in {operation}: {type(exception).__name__}: {exception}")
