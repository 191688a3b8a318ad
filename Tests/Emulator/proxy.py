"""A proxy in front of the emulator that counts calls and makes them fail. Point AWS_ENDPOINT_URL at it.

    python Tests/Emulator/proxy.py --upstream http://127.0.0.1:PORT --port 0

Prints `ready http://127.0.0.1:PORT`. An action is called as IAM calls it (a PUT of ?policy is PutBucketPolicy). Its own paths:

    GET  /_log      {"total", "writes", "counts": [{service, action, account, region, write, count}], "calls": [...]}
    POST /_reset    forgets the log and the faults
    GET  /_faults   the faults still set
    PUT  /_faults   a list of {"service", "action", "account", "region": globs; "kind"; "times"; "probability"; "after"; ...}

Kinds: throttle; error ("code", "status", "message"); html (an HTTP 500 page); delay ("seconds", then as usual); hang (no answer
until the client gives up); reset (the connection is reset, nothing was executed); lost (executed, the answer is dropped);
truncate (executed, half of the answer arrives). A fault hits the first "times" matching calls (default: all) after skipping
"after" of them, each with "probability".
"""

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import struct
import time
from collections import Counter
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from emulator import die_with_parent
from mends import calls, errors
from mends.keys import account_of_key


class Proxy:
    def __init__(self, upstream):
        url = urlsplit(upstream)
        self.host, self.port = url.hostname, url.port
        self.idle = []
        self.forget()

    def forget(self):
        self.log, self.faults = [], []

    async def serve(self, reader, writer):
        """One client connection, request after request."""
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while request := await read_message(reader, writer):
                if not await self.handle(request, reader, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def handle(self, request, reader, writer):
        """Answers one request; False when the connection is over."""
        method, target, _ = request.start.split(" ", 2)
        if target.startswith("/_"):
            writer.write(self.control(method, target, request.body))
            return True
        entry = describe(request, method, target)
        self.log.append(entry)
        fault = self.choose(entry)
        entry["fault"] = fault["kind"] if fault else None
        kind = entry["fault"]
        if kind == "delay":
            await asyncio.sleep(fault.get("seconds", 1))
        elif kind == "hang":
            await reader.read()
            return False
        elif kind == "reset":
            abort(writer)
            return False
        elif kind in ("throttle", "error", "html"):
            writer.write(refuse(fault, entry, method))
            return True
        answer = await self.forward(request)
        entry["status"] = int(answer.start.split(" ")[1])
        if kind == "lost":
            abort(writer)
            return False
        data = answer.head + answer.body
        if kind == "truncate":
            writer.write(data[: len(answer.head) + len(answer.body) // 2])
            await writer.drain()
            return False
        writer.write(data)
        await writer.drain()
        return True

    def choose(self, entry):
        for fault in self.faults:
            if not all(fnmatchcase(entry[name] or "", fault.get(name, "*")) for name in ("service", "action", "account", "region")):
                continue
            if fault.get("after", 0) > 0:
                fault["after"] -= 1
            elif fault.get("times", 1) > 0 and random.random() < fault.get("probability", 1):
                if "times" in fault:
                    fault["times"] -= 1
                return fault
        return None

    async def forward(self, request):
        """The emulator's answer, over a connection kept from before if there is one."""
        while self.idle:
            connection = self.idle.pop()
            try:
                return await self.exchange(connection, request)
            except (ConnectionError, asyncio.IncompleteReadError):
                connection[1].close()  # the emulator had closed it meanwhile
        return await self.exchange(await asyncio.open_connection(self.host, self.port), request)

    async def exchange(self, connection, request):
        reader, writer = connection
        writer.write(request.head + request.body)
        answer = await read_message(reader, head_only=request.start.startswith("HEAD "))
        if answer is None:
            raise ConnectionResetError
        if answer.headers.get("connection", "").lower() == "close":
            writer.close()
        else:
            self.idle.append(connection)
        return answer

    def control(self, method, target, body):
        if (method, target) == ("GET", "/_log"):
            names = ("service", "action", "account", "region", "write")
            counts = Counter(tuple(entry[name] for name in names) for entry in self.log)
            rows = [dict(zip(names, key)) | {"count": count} for key, count in sorted(counts.items(), key=str)]
            return plain(200, {"total": len(self.log), "writes": sum(entry["write"] for entry in self.log), "counts": rows,
                               "calls": self.log})
        if (method, target) == ("POST", "/_reset"):
            self.forget()
            return plain(200, {})
        if target == "/_faults" and method in ("GET", "PUT"):
            if method == "PUT":
                try:
                    faults = json.loads(body)
                    if unknown := [fault.get("kind") for fault in faults if fault.get("kind") not in KINDS]:
                        raise ValueError(f"unknown kind {unknown[0]}")
                except (ValueError, AttributeError, TypeError) as error:
                    return plain(400, {"error": str(error)})
                self.faults = faults
            return plain(200, self.faults)
        return plain(404, {"error": f"no {method} {target} here"})


KINDS = {"throttle", "error", "html", "delay", "hang", "reset", "lost", "truncate"}


# MARK: HTTP


class Message:
    def __init__(self, head, start, headers, body):
        self.head, self.start, self.headers, self.body = head, start, headers, body


async def read_message(reader, writer=None, head_only=False):
    """One request or answer as it is on the wire; None at the end. `writer` is told to go on when it asks for that."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise
        return None
    start, *lines = head[:-4].decode("latin-1").split("\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    if writer and headers.get("expect", "").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        head = b"\r\n".join(line for line in head.split(b"\r\n") if not line.lower().startswith(b"expect:"))
    body = b""
    if not head_only and "chunked" in headers.get("transfer-encoding", "").lower():
        while True:
            size = await reader.readuntil(b"\r\n")
            length = int(size.split(b";")[0], 16)
            body += size + await reader.readexactly(length + 2)
            if length == 0:
                break
    elif not head_only and headers.get("content-length", "0") != "0":
        body = await reader.readexactly(int(headers["content-length"]))
    return Message(head, start, headers, body)


def describe(request, method, target):
    """The log's entry for a request."""
    scope = request.headers.get("authorization", "").partition("Credential=")[2].partition(",")[0].split("/")
    key, region, service = (scope[0], scope[2], scope[3]) if len(scope) == 5 else ("", "", "s3")
    environ = {
        "REQUEST_METHOD": method, "RAW_URI": target, "PATH_INFO": target.partition("?")[0],
        "CONTENT_TYPE": request.headers.get("content-type", "")}
    if "x-amz-target" in request.headers:
        environ["HTTP_X_AMZ_TARGET"] = request.headers["x-amz-target"]
    call = calls.parse(environ, request.body, service, region)
    account = request.headers.get("x-moto-account-id") or account_of_key(key)
    return {"time": time.time(), "service": service, "action": call.operation, "account": account, "region": region,
            "write": call.writes, "protocol": call.protocol, "bucket": call.bucket, "status": None}


def refuse(fault, entry, method):
    if fault["kind"] == "html":
        return raw(500, [("Content-Type", "text/html")], b"<html><body><h1>Internal Server Error</h1></body></html>", method)
    if fault["kind"] == "throttle":
        error = errors.refusal("throttled", entry["protocol"], "Rate exceeded")
    else:
        error = errors.Refused(fault.get("code", "InternalError"), fault.get("status", 500), fault.get("message", "injected"))
    entry["status"] = error.status
    return raw(*errors.render(entry["protocol"], error), method)


def raw(status, headers, body, method="GET"):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    head = f"HTTP/1.1 {status} Answer\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode()
    return head if method == "HEAD" else head + body


def plain(status, value):
    return raw(status, [("Content-Type", "application/json")], json.dumps(value).encode())


def abort(writer):
    """Closes with a reset and not with a polite end."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def run(options):
    proxy = Proxy(options.upstream)
    server = await asyncio.start_server(proxy.serve, options.host, options.port, limit=1 << 20, backlog=512)
    address, port = server.sockets[0].getsockname()[:2]
    print(f"ready http://{address}:{port}", flush=True)
    await server.serve_forever()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--upstream", required=True, help="the emulator's URL")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    die_with_parent(os.getppid())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    asyncio.run(run(options))


if __name__ == "__main__":
    main()
