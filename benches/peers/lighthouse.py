#!/usr/bin/env python3
"""What Lighthouse says of the pages: accessibility, best practices and performance, by hand.

Needs: cargo, node and npm, chromium.
    python3 benches/peers/lighthouse.py [PATH...]
Lighthouse is installed into a folder beside the system's other caches (LIGHTHOUSE=FOLDER names another one), and nothing
of it into this tree. SIDEWAYS=PATH names a program that was built before. Every page is audited as a telephone over a
slowed line, which is what Lighthouse does unless told otherwise, and as a desk.
Prints a table in Markdown; what is below 100 follows it, by its audit.
"""
import json, os, subprocess, sys, tempfile, time, urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSION = "13.5.0"
KINDS = ["performance", "accessibility", "best-practices"]
DAY = "2027-02-08"
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run"]


def built():
    """The program, as it is released."""
    if "SIDEWAYS" in os.environ:
        return Path(os.environ["SIDEWAYS"]).resolve()
    cargo = ["cargo", "build", "--release", "--quiet", "--manifest-path", str(ROOT / "Cargo.toml"), "-p", "sideways"]
    subprocess.run(cargo, check=True)
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "sideways"


def installed():
    """Lighthouse, of the one version that the figures are of."""
    home = Path(os.environ.get("LIGHTHOUSE", Path.home() / ".cache" / "lighthouse"))
    program = home / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        subprocess.run(["npm", "install", "--silent", "--prefix", str(home), f"lighthouse@{VERSION}"], check=True)
    return program


def notebook(sideways, home):
    """The example's year, five weeks on."""
    env = {"HOME": str(home), "PATH": os.environ["PATH"], "TZ": "UTC"}
    plan = ROOT / "examples" / "northlight"
    me = ["--me", "Mira Solberg", "--team", "Booking"]
    lines = [
        ("2027-01-04", ["init"]),
        ("2027-01-04", ["read", str(plan / "plan.md"), "--people", str(plan / "people.toml"), *me]),
        ("2027-01-04", ["map", "--keep"]),
        ("2027-01-05", ["talk", "dana", "30m", "constraint=two people out", "fire=the batch", "feared the move"]),
        ("2027-01-19", ["talk", "dana", "25m", "kindness=an intro to the auditor by 2027-02-12"]),
        ("2027-02-05", ["ask", "from", "dana", "a review of their design"]),
        ("2027-02-01", ["loan", "to", "dana", "one reviewer", "--until", "2027-02-26"]),
    ]
    for day, line in lines:
        subprocess.run([sideways, *line], env=env | {"SIDEWAYS_NOW": day}, check=True, stdout=subprocess.DEVNULL)
    return env | {"SIDEWAYS_NOW": DAY}


def asked(method, address):
    return urllib.request.urlopen(urllib.request.Request(address, method=method)).read()


def audited(lighthouse, port, address, is_desk):
    """The best of three turns: what a busy machine takes from one is not the page's."""
    turns = []
    while len(turns) < 3 and not (turns and turns[-1]["categories"]["performance"]["score"] == 1):
        turns.append(audit(lighthouse, port, address, is_desk))
    return max(turns, key=lambda turn: turn["categories"]["performance"]["score"])


def audit(lighthouse, port, address, is_desk):
    command = [str(lighthouse), address, f"--port={port}", "--disable-storage-reset", "--quiet", "--output=json",
               "--only-categories=" + ",".join(KINDS), *(["--preset=desktop"] if is_desk else [])]
    for _ in range(3):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode == 0:
            return json.loads(done.stdout)
        print(f"{address}: {done.stderr.strip().splitlines()[-1:]}, again", file=sys.stderr)
    raise SystemExit(done.stderr)


def main():
    rooms = ["/trade", "/tell", "/defend", "/ratify", "/escalate", "/calendar", "/settings"]
    pages = sys.argv[1:] or ["/", "/map", "/peers", "/peer/2.1", "/peer/2.1/prepare", "/log", *rooms]
    sideways, lighthouse = built(), installed()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        env = notebook(sideways, Path(work))
        serve = subprocess.Popen([sideways, "serve"], env=env, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        link = next(line.strip() for line in serve.stdout if "http://" in line)
        chrome = subprocess.Popen(
            ["chromium", *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={work}/profile", "about:blank"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        try:
            port = next(line.split(":")[2].split("/")[0] for line in chrome.stderr if "DevTools listening" in line)
            asked("PUT", f"http://127.0.0.1:{port}/json/new?{link}")
            time.sleep(2)
            at = link.split("/open/")[0]
            print("| page | " + " | ".join(f"{kind}, {screen}" for screen in ["telephone", "desk"] for kind in KINDS) + " |")
            print("|---" * 7 + "|")
            below = []
            for page in pages:
                row = []
                for is_desk in [False, True]:
                    report = audited(lighthouse, port, at + page, is_desk)
                    if report["finalDisplayedUrl"] != at + page:
                        raise SystemExit(f"{page} led to {report['finalDisplayedUrl']}")
                    for kind in KINDS:
                        category = report["categories"][kind]
                        row.append(f"{category['score'] * 100:.0f}")
                        short = [one["id"] for one in category["auditRefs"]
                                 if one["weight"] and (report["audits"][one["id"]]["score"] or 0) < 0.995
                                 and report["audits"][one["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual")]
                        if category["score"] < 0.995:
                            below.append(f"{page}, {kind}, {'desk' if is_desk else 'telephone'}: {', '.join(short)}")
                print(f"| {page} | " + " | ".join(row) + " |", flush=True)
            print("\n" + "\n".join(below))
        finally:
            chrome.terminate()
            serve.terminate()
            chrome.wait()


if __name__ == "__main__":
    main()
