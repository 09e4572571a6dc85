#!/usr/bin/env python3
"""A feed of 1,000 dates against Radicale, both over HTTP in turn: processor time and wall time a request.

By hand: pip install radicale icalendar; cargo build --release; python3 benches/peers/feed.py target/release/sideways
"""

import http.client
import json
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from icalendar import Calendar

EVENTS = int(os.environ.get("EVENTS", "1000"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
DAY = "2026-05-04"


def processor(pid):
    """Processor seconds of a process so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def asked(port, path, times, headers=None):
    """Asks so often over one connection; the last answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    for _ in range(times):
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        body = answer.read()
    connection.close()
    return answer, body


def measured(pid, port, path, times, headers=None):
    """Processor and wall seconds a request."""
    before, begun = processor(pid), time.monotonic()
    asked(port, path, times, headers)
    return (processor(pid) - before) / times, (time.monotonic() - begun) / times


def begin_ours(program, home):
    environment = {"HOME": home, "SIDEWAYS_NOW": DAY, "TZ": "UTC"}

    def said(*words):
        return subprocess.run([program, *words], env=environment, check=True, capture_output=True, text=True).stdout

    said("init")
    said("peer", "add", "Mira Solberg")
    for at in range(EVENTS):
        until = f"2026-{6 + at // 28 % 7:02}-{1 + at % 28:02}"
        said("loan", "to", "mira", f"reviewer {at}", "--until", until)
    address = json.loads(said("calendar", "feed", "make", "--json"))["address"]
    server = subprocess.Popen(
        [program, "serve"], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    for line in server.stdout:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        if found:
            return server, int(found.group(1)), address.split("8377", 1)[1]
    raise SystemExit("the program serves nothing")


def begin_theirs(home, text):
    """Radicale with the same events, one file each."""
    folder = pathlib.Path(home, "collections", "collection-root", "ada", "dates")
    folder.mkdir(parents=True)
    folder.joinpath(".Radicale.props").write_text('{"tag": "VCALENDAR"}')
    events = re.findall(r"BEGIN:VEVENT.*?END:VEVENT\r\n", text, re.S)
    for at, event in enumerate(events):
        whole = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{event}END:VCALENDAR\r\n"
        folder.joinpath(f"{at}.ics").write_text(whole, newline="")
    port = free_port()
    options = {
        "server-hosts": f"127.0.0.1:{port}",
        "auth-type": "none",
        "rights-type": "authenticated",
        "storage-filesystem_folder": str(pathlib.Path(home, "collections")),
        "logging-level": "error",
    }
    words = [sys.executable, "-m", "radicale", *(f"--{name}={value}" for name, value in options.items())]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return server, port
        except OSError:
            time.sleep(0.1)
    raise SystemExit("Radicale does not answer")


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as other:
        mine, port, path = begin_ours(program, home)
        theirs = None
        try:
            answer, body = asked(port, path, 1)
            count = sum(1 for _ in Calendar.from_ical(body).walk("VEVENT"))
            assert answer.status == 200 and count == EVENTS, (answer.status, count)
            tag = {"If-None-Match": answer.getheader("ETag")}
            assert asked(port, path, 1, tag)[0].status == 304
            theirs, their_port = begin_theirs(other, body.decode())
            their_path = "/ada/dates/"
            login = {"Authorization": "Basic YWRhOg=="}
            answer, body = asked(their_port, their_path, 1, login)
            there = sum(1 for _ in Calendar.from_ical(body).walk("VEVENT"))
            assert answer.status == 200 and there == EVENTS, (answer.status, there)
            rows = []
            for _ in range(ROUNDS):
                rows.append(
                    (
                        *measured(mine.pid, port, path, 2000),
                        *measured(mine.pid, port, path, 5000, tag),
                        *measured(theirs.pid, their_port, their_path, 5, login),
                    )
                )
        finally:
            for server in (mine, theirs):
                if server:
                    server.terminate()
                    server.wait()
    ours, wall, known, known_wall, radicale, radicale_wall = (statistics.median(column) for column in zip(*rows))
    print(f"{EVENTS} events, {ROUNDS} rounds in turn, medians; processor time / wall time a request")
    print(f"this program, whole feed   {ours * 1e6:10.1f} us / {wall * 1e6:10.1f} us")
    print(f"this program, unchanged    {known * 1e6:10.1f} us / {known_wall * 1e6:10.1f} us")
    print(f"Radicale, whole feed, warm {radicale * 1e6:10.1f} us / {radicale_wall * 1e6:10.1f} us")
    print(f"ratio of processor time {radicale / ours:.0f}, of wall time {radicale_wall / wall:.0f}")
    return 0 if radicale >= 200 * ours else 1


if __name__ == "__main__":
    sys.exit(main())
