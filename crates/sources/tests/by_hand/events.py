#!/usr/bin/env python3
"""Counts events file by file with the package `icalendar`, and holds them against `sideways calendar read`.

By hand: pip install icalendar; python3 crates/sources/tests/by_hand/events.py target/debug/sideways FOLDER
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from icalendar import Calendar, Component


def theirs(data):
    """Events of all calendars in a file, or why the package gives none."""
    try:
        parts = Calendar.from_ical(data, multiple=True)
    except Exception as first:  # a part of a calendar alone is no calendar for it
        try:
            parts = Component.from_ical(data, multiple=True)
        except Exception:
            return None, f"{type(first).__name__}: {first}"[:90]
    if not parts:
        return None, "it gives no calendar, as of one that is not ended"
    return sum(1 for part in parts for _ in part.walk("VEVENT")), ""


def ours(program, home, path):
    """Events, or the reason that is stated."""
    environment = {"HOME": home, "SIDEWAYS_NOW": "2026-05-04", "TZ": "UTC"}
    done = subprocess.run(
        [program, "calendar", "read", str(path), "--json"], env=environment, capture_output=True, text=True
    )
    if done.returncode == 0:
        return json.loads(done.stdout)[0]["events"], ""
    return None, " ".join(done.stderr.split())[:90]


def main():
    program, folder = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    files = sorted(folder.rglob("*.ics"))
    equal, differ, refused = 0, [], 0
    with tempfile.TemporaryDirectory() as home:
        subprocess.run([program, "init"], env={"HOME": home}, check=True, capture_output=True)
        for path in files:
            mine, why = ours(program, home, path)
            other, reason = theirs(path.read_bytes())
            name = path.relative_to(folder)
            if other is None:
                refused += 1
                print(f"{name}: the package reads nothing ({reason}); here {why or f'{mine} events'}")
            elif mine == other or (not mine and not other):
                equal += 1
            else:
                differ.append(f"{name}: {mine} here ({why}), {other} there")
    print(f"{len(files)} files: {equal} counts are equal, {refused} the package does not read, {len(differ)} differ")
    print("\n".join(differ))
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
