"""An emulated AWS organization: moto's server, mended (see mends/), and optionally seeded.

    python Tests/Emulator/emulator.py --port 0 --manifest OUT.json --seed-organization demo

Prints `ready http://127.0.0.1:PORT` when it answers. Ends on SIGTERM, SIGINT, and when its parent does. Nothing is kept.

    python Tests/Emulator/emulator.py --manifest OUT.json --seed-organization demo --copies

serves nothing itself. It prints `ready template`, then for every line on standard input forks a pristine copy of the seeded
organization in some 20 ms and prints `ready http://127.0.0.1:PORT PID`. The copies end with it, and it ends with its input.
"""

import argparse
import gc
import json
import os
import signal
import sys
import threading
import time

import mends


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--manifest", help="where to write what was seeded, as JSON")
    parser.add_argument("--seed-organization", metavar="NAME", choices=["demo"], help="demo: see organization.py")
    parser.add_argument("--copies", action="store_true", help="fork a copy for every line of standard input")
    options = parser.parse_args()

    die_with_parent(os.getppid())
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    application = mends.application()
    manifest = {}
    if options.seed_organization:
        import organization

        manifest = organization.seed(application)
    if options.copies:
        write(options.manifest, manifest)
        fork_copies(application, options.host)
    server, endpoint = listen(application, options.host, options.port)
    write(options.manifest, manifest | {"endpoint": endpoint})
    print("ready", endpoint, flush=True)
    server.serve()


def write(path, manifest):
    if path:
        with open(path, "w") as file:
            json.dump(manifest, file, indent=2, sort_keys=True)


def fork_copies(application, host):
    """One copy for every line read, until there are no more lines. Does not return."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()  # keeps the pages shared
    template = os.getpid()
    print("ready template", flush=True)
    while sys.stdin.readline():
        if os.fork() == 0:
            die_with_parent(template)
            server, endpoint = listen(application, host, 0)
            print("ready", endpoint, os.getpid(), flush=True)
            server.serve()
    os._exit(0)


def listen(application, host, port):
    """A bound server and its URL. Cheroot: HTTP/1.1 with connections kept alive, which moto's own does not do."""
    from cheroot import wsgi

    server = wsgi.Server((host, port), application, numthreads=16, request_queue_size=512, timeout=120)
    server.prepare()
    return server, "http://%s:%d" % server.bind_addr[:2]


def die_with_parent(parent):
    """Watches the parent and ends with it. Not PR_SET_PDEATHSIG, which follows the parent's thread and not the process."""

    def watch():
        while os.getppid() == parent:
            time.sleep(0.2)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    main()
