"""boto3 clients that call the emulated organization in this very process, as any account's own hand (no role, no policy)."""

import functools
import io
from urllib.parse import urlsplit

import boto3
from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.config import Config


class Inside:
    def __init__(self, application):
        self.application = application
        self.session = boto3.Session(aws_access_key_id="INSIDE", aws_secret_access_key="INSIDE")

    @functools.cache
    def client(self, service, account, region="us-east-1"):
        client = self.session.client(
            service, region_name=region, endpoint_url="http://emulator", config=Config(retries={"max_attempts": 1}))
        client.meta.events.register("before-send", functools.partial(self._send, account))
        return client

    def _send(self, account, request, **_):
        url, body = urlsplit(request.url), request.body or b""
        body = body.encode() if isinstance(body, str) else body.read() if hasattr(body, "read") else bytes(body)
        environ = {
            "REQUEST_METHOD": request.method, "PATH_INFO": url.path, "QUERY_STRING": url.query, "SCRIPT_NAME": "",
            "REQUEST_URI": url.path + ("?" + url.query if url.query else ""), "SERVER_NAME": "emulator", "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
        }
        for name, value in request.headers.items():
            value = value.decode() if isinstance(value, bytes) else str(value)
            environ["HTTP_" + name.upper().replace("-", "_")] = value
        environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
        environ["CONTENT_LENGTH"] = str(len(body))
        environ["HTTP_HOST"] = "emulator"
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = account
        answer = {}
        chunks = self.application(environ, lambda status, headers, *_: answer.update(status=status, headers=headers))
        raw = _Raw(b"".join(chunks))
        return AWSResponse(request.url, int(answer["status"].split()[0]), HeadersDict(answer["headers"]), raw)


class _Raw(io.BytesIO):
    def stream(self, *_, **__):
        while chunk := self.read(65536):
            yield chunk
