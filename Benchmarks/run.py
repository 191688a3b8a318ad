"""Measures what the README of the benchmarks says, and prints it as a table. `make bench` runs it.

Containment runs against a canned AWS with an injected round trip of 50 ms; the usual boto3 script runs beside it in the same way.
"""

import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
RELEASE = ROOT / ".build/release"


def main():
    with tempfile.TemporaryDirectory(prefix="cordon-bench-") as folder:
        canned = pathlib.Path(folder) / "canned_aws"
        subprocess.run(["cc", "-O2", "-o", canned, HERE / "canned/canned_aws.c"], check=True)
        containment(canned)
        command_line(pathlib.Path(folder))


def containment(canned):
    print("from finding to last interface isolated, 2 interfaces, 50 ms a round trip (ms: min, median, max)")
    for name, flags, repeats in (("warm", ["--groups"], 20), ("cold", [], 10)):
        with Canned(canned, flags) as endpoint:
            row("cordon " + name, run(RELEASE / "ContainmentBenchmark", endpoint, name, str(repeats)))
        with Canned(canned, flags) as endpoint:
            python = [sys.executable, HERE / "boto3_containment.py", "--endpoint", endpoint]
            if name == "warm":
                runs = [run(*python, "--repeat", str(repeats + 1))["warm"]]
            else:
                runs = []
                for _ in range(repeats):
                    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/__reset", method="POST"))
                    runs.append(run(*python)["cold"])
            row("boto3 " + name, {key: summary([r[key] for r in runs]) for key in ("isolated_ms", "wall_ms", "cpu_ms")})
    print("  floor: warm 3 round trips (read, open, isolate) 150 ms; cold 7 (assume, read, create, rules, verify, open, isolate) 350 ms")


def command_line(folder):
    print("the command line (ms: min, median, max)")
    cordon = str(RELEASE / "cordon")
    finding = folder / "finding.json"
    finding.write_text(json.dumps({
        "id": "0" * 32, "accountId": "222222222222", "region": "us-east-1", "type": "Backdoor:EC2/C&CActivity.B", "severity": 8,
        "resource": {"resourceType": "Instance", "instanceDetails": {"instanceId": "i-0123456789abcdef0", "networkInterfaces": [
            {"networkInterfaceId": "eni-0123456789abcdef0", "vpcId": "vpc-1", "subnetId": "subnet-1",
             "securityGroups": [{"groupId": "sg-1", "groupName": "web"}]}]}}, "service": {}}))
    timed("cordon --version", [cordon, "--version"], folder)
    timed("cordon respond --dry-run --offline",
          [cordon, "respond", "--finding-file", str(finding), "--dry-run", "--offline", "--policies", str(ROOT / "policies"),
           "--accounts", str(ROOT / "accounts"), "--store", f"sqlite:{folder}/incidents.db"], folder)


def timed(name, command, folder):
    walls, processors = [], []
    for _ in range(20):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
        walls.append((time.perf_counter() - start) * 1e3)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processors.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3)
    row(name, {"wall_ms": summary(walls), "cpu_ms": summary(processors)})


def row(name, figures):
    print(f"  {name:36}" + "   ".join(
        f"{key} {v['min']:.1f} {v['median']:.1f} {v['max']:.1f}" for key, v in figures.items() if isinstance(v, dict)))


def summary(values):
    return {"min": min(values), "median": statistics.median(values), "max": max(values)}


def run(*command):
    return json.loads(subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE, text=True).stdout)


class Canned:
    """The canned AWS, running."""

    def __init__(self, program, flags):
        self.process = subprocess.Popen([program, "--port", "0", "--delay-ms", "50", *flags], stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self.process.stdout.readline().split()[1]

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


if __name__ == "__main__":
    sys.exit(main())
