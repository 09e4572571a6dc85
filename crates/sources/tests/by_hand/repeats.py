#!/usr/bin/env python3
"""Holds every single meeting against the packages `icalendar` and `recurring-ical-events`, file by file.

By hand: pip install icalendar recurring-ical-events; cargo build -p sources --example meetings
    python3 crates/sources/tests/by_hand/repeats.py target/debug/examples/meetings 2025-01-01 2027-12-31 FILE_OR_FOLDER...
"""

import collections
import datetime
import pathlib
import subprocess
import sys
import zoneinfo

import icalendar
import recurring_ical_events

ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
UTC = datetime.timezone.utc


def moment(value):
    """An instant; a day begins at midnight where the leader is, and a time without a zone is meant there."""
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day, tzinfo=ZONE)
    if value.tzinfo is None:
        value = value.replace(tzinfo=ZONE)
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def theirs(path, first, last):
    try:
        calendars = icalendar.Calendar.from_ical(path.read_bytes(), multiple=True)
        found = collections.Counter()
        for calendar in calendars:
            query = recurring_ical_events.of(calendar, keep_recurrence_attributes=False)
            for event in query.between(first, last + datetime.timedelta(days=1)):
                start = event["DTSTART"].dt
                end = event["DTEND"].dt if "DTEND" in event else start
                found[(str(event.get("UID", "")), moment(start), moment(end))] += 1
        return found, None
    except Exception as error:
        return None, f"{type(error).__name__}: {error}"[:100]


def ours(program, first, last, path):
    words = [program, "Europe/Berlin", str(first), str(last), str(path)]
    done = subprocess.run(words, capture_output=True, check=True)
    found, said = collections.Counter(), []
    for line in done.stdout.decode().split("\n")[:-1]:
        _, uid, start, end, title = line.split("\t", 4)
        if start:
            found[(uid, start, end)] += 1
        else:
            said.append(title)
    return found, said


def main():
    program, first, last = sys.argv[1], *map(datetime.date.fromisoformat, sys.argv[2:4])
    files = []
    for path in map(pathlib.Path, sys.argv[4:]):
        files += sorted(path.rglob("*.ics")) if path.is_dir() else [path]
    equal, unread, differ = 0, 0, 0
    for path in files:
        mine, said = ours(program, first, last, path)
        other, why = theirs(path, first, last)
        if other is None:
            unread += 1
            print(f"{path.name}: the packages read nothing ({why}); here {mine.total()} meetings, {said}")
        elif mine == other:
            equal += 1
        else:
            differ += 1
            print(f"{path.name}: {mine.total()} here, {other.total()} there, {said}")
            for sign, left in (("here", mine - other), ("there", other - mine)):
                for (uid, start, end), times in sorted(left.items())[:6]:
                    print(f"    only {sign}: {start} to {end} {uid[:40]} x{times}")
    print(f"{len(files)} files: {equal} equal, {unread} the packages do not read, {differ} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
