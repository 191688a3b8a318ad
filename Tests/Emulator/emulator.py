"""An emulated AWS organization: moto's server, mended (see mends/), and optionally seeded.

    python Tests/Emulator/emulator.py --port 0 --manifest OUT.json --seed-organization demo

Prints `ready http://127.0.0.1:PORT` when it answers. Ends on SIGTERM, SIGINT, and when its parent does. Nothing is kept.
"""

import argparse
import json
import os
import signal
import threading
import time

import mends


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--manifest", help="where to write what was seeded, as JSON")
    parser.add_argument("--seed-organization", metavar="NAME", choices=["demo"], help="demo: see organization.py")
    options = parser.parse_args()

    die_with_parent(os.getppid())
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    application = mends.application()
    manifest = {}
    if options.seed_organization:
        import organization

        manifest = organization.seed(application)
    server = listen(application, options.host, options.port)
    address, port = server.bind_addr[:2]
    manifest["endpoint"] = f"http://{address}:{port}"
    if options.manifest:
        with open(options.manifest, "w") as file:
            json.dump(manifest, file, indent=2, sort_keys=True)
    print("ready", manifest["endpoint"], flush=True)
    server.serve()


def listen(application, host, port):
    """A bound server. Cheroot: HTTP/1.1 with connections kept alive, which moto's own does not do."""
    from cheroot import wsgi

    server = wsgi.Server((host, port), application, numthreads=16, request_queue_size=512, timeout=120)
    server.prepare()
    return server


def die_with_parent(parent):
    """Watches the parent and ends with it. Not PR_SET_PDEATHSIG, which follows the parent's thread and not the process."""

    def watch():
        while os.getppid() == parent:
            time.sleep(0.2)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    main()
