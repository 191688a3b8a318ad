"""The main job on an emulated organization: findings go in, resources are contained, one is put back as it was.

    python Tests/Emulator/demo.py --cordon .build/release/cordon        (make demo does this)

What the changes did is read with boto3, beside Cordon and not through it. Everything runs on loopback and in a temporary
folder; nothing is left behind.
"""

import argparse
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

import snapshot_state

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# file, what to look at; the exit code that the accounts' policies make of it
STORIES = [
    ("07-ec2-no-profile-pascal.json", "an instance that mines: dev acts at once (mode enforce)", 0),
    ("05-ec2-critical-asff.json", "the same in staging, as Security Hub tells it", 0),
    ("10-iam-user-key-eventbridge.json", "a user's access key, leaked", 0),
    ("20-s3-public-eventbridge.json", "a bucket opened to everybody", 0),
    ("03-ec2-medium-detail.json", "a finding of level MEDIUM: a tag and evidence", 0),
    ("14-iam-root-detail.json", "root credentials: what no tool can lock is said, not claimed", 1),
    ("01-ec2-critical-eventbridge.json", "prod asks people first (mode approve): the plan waits", 3),
    ("41-sample-eventbridge.json", "a sample finding is recorded, not acted on", 4),
    ("44-unlisted-account-eventbridge.json", "an account in no file is never touched", 4),
]
UNDONE = "07-ec2-no-profile-pascal.json"
BOLD, DIM, END = ("\033[1m", "\033[2m", "\033[0m") if sys.stdout.isatty() else ("", "", "")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cordon", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cordon-demo-") as folder:
        with Demo(pathlib.Path(options.cordon).resolve(), pathlib.Path(folder)) as demo:
            demo.run()


class Demo:
    def __init__(self, cordon, folder):
        self.cordon, self.folder = cordon, folder
        self.alerts = []
        self.sink = Sink(self.alerts)
        self.emulator = None

    def __enter__(self):
        try:
            self.start(self.folder)
            return self
        except BaseException:
            self.__exit__()
            raise

    def start(self, folder):
        manifest = folder / "manifest.json"
        print("== starting the emulated organization (1 administrator, 4 members, 2 regions)", flush=True)
        self.emulator = subprocess.Popen(
            [sys.executable, HERE / "emulator.py", "--port", "0", "--manifest", manifest, "--seed-organization", "demo"],
            stdout=subprocess.PIPE, text=True)
        if not self.emulator.stdout.readline().startswith("ready "):
            raise SystemExit("the emulator did not start; its messages are above")
        self.manifest = json.loads(manifest.read_text())
        subprocess.run([sys.executable, HERE / "findings.py", "--manifest", manifest, "--out", folder / "findings"],
                       check=True, stdout=subprocess.DEVNULL)
        self.findings = {row["file"]: row["findings"] for row in json.loads((folder / "findings/index.json").read_text())}
        # The defaults of policies/, but alerts go to a receiver of the demo's own on loopback.
        (folder / "notifications.yaml").write_text(
            "route: {receiver: security}\n"
            "receivers:\n"
            "  - name: security\n"
            f"    webhook_configs: [{{url: \"http://127.0.0.1:{self.sink.port}/\", allow_private_addresses: true}}]\n")
        policies = [ROOT / "policies/account-policies.yaml", ROOT / "policies/response-matrix.yaml",
                    ROOT / "policies/playbooks", folder / "notifications.yaml"]
        self.arguments = [argument for path in policies for argument in ("--policies", str(path))]
        self.arguments += ["--accounts", str(ROOT / "accounts"), "--store", f"sqlite:{folder}/incidents.db"]
        controller = self.manifest["controller"]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CORDON_"))}
        self.environment = kept | {
            "AWS_ENDPOINT_URL": self.manifest["endpoint"], "AWS_ACCESS_KEY_ID": controller["access_key_id"],
            "AWS_SECRET_ACCESS_KEY": controller["secret_access_key"],
            "CORDON_EXTERNAL_ID": self.manifest["responder"]["external_id"], "NO_PROXY": "127.0.0.1",
        }

    def run(self):
        first = self.state()
        for file, what, expected in STORIES:
            self.respond(file, what, expected)
        self.title("alerts that arrived at the webhook")
        for alert in self.alerts:
            print(f"  {alert['data']['urgency']:5}  {alert['data']['summary']}")
        if not self.alerts:
            raise SystemExit("no alert arrived")
        self.undo(first)
        self.title("the incidents so far")
        self.call("incidents", "list")
        self.title("where next")
        print("  README.md             the commands, and what to do with your own accounts\n"
              "  policies/, accounts/  what was decided above, and why\n"
              "  docs/                 how it works inside\n"
              "  make test             all of this and more, checked")

    def respond(self, file, what, expected):
        self.title(f"{file}: {what}")
        before = self.state()
        path = self.folder / "findings" / file
        self.call("respond", "--finding-file", str(path), "--output", "text", expect=expected)
        self.differences(before, self.state())

    def undo(self, first):
        finding = self.findings[UNDONE][0]
        self.title(f"rollback of {finding['instance_id']}")
        before = self.state()
        self.call("rollback", finding["instance_id"])
        after = self.state()
        self.differences(before, after)
        prefix = f"{finding['account_id']}/{finding['region']}/instances/{finding['instance_id']}"
        left = [row for row in snapshot_state.difference(first, after) if row[1].startswith(prefix)]
        if left:
            raise SystemExit(f"the instance is not as it was: {left}")
        print(f"  {BOLD}read with boto3, the instance and its interfaces are as they were before the first finding{END}")

    def state(self):
        return snapshot_state.read(self.manifest, self.manifest["endpoint"])

    def differences(self, before, after):
        rows = list(snapshot_state.difference(before, after))
        print(f"  {DIM}AWS before and after, read with boto3:{END}" if rows else f"  {DIM}AWS is unchanged, says boto3{END}")
        for sign, path, value in rows:
            print(f"  {DIM}{sign} {path} {str(value)[:150]}{END}")

    def call(self, *arguments, expect=0):
        print(f"{DIM}$ cordon {' '.join(a.replace(str(self.folder) + '/', '') for a in arguments)}{END}", flush=True)
        result = subprocess.run([self.cordon, *arguments, *self.arguments], env=self.environment, cwd=self.folder)
        if result.returncode != expect:
            raise SystemExit(f"cordon ended with {result.returncode}, expected was {expect}")
        if expect:
            print(f"  {DIM}exit code {expect}{END}")

    def title(self, text):
        print(f"\n{BOLD}== {text}{END}", flush=True)

    def __exit__(self, *_):
        if self.emulator:
            self.emulator.kill()
            self.emulator.wait()
        self.sink.close()


class Sink:
    """A webhook receiver on loopback that keeps what it gets."""

    def __init__(self, alerts):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                alerts.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


if __name__ == "__main__":
    main()
