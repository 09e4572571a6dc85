#!/usr/bin/env python3
"""Holds the scheduler of calls against OR-tools' CP-SAT on the same instances.

    cargo build --release -p playbook --example calls
    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install ortools
    /tmp/venv/bin/python benches/peers/calls.py target/release/examples/calls [SECONDS]
"""

import json
import os
import subprocess
import sys
import tempfile
import time

from ortools.sat.python import cp_model


def cp_sat(question, seconds):
    """Value, bound, and processor seconds of one worker; the same objective."""
    model = cp_model.CpModel()
    placed, starts, ends, spans, value = [], [], [], [], []
    for at, call in enumerate(question["calls"]):
        minutes, options = call["minutes"], []
        domain = [(w["from"], w["until"] - minutes) for w in call["windows"] if w["until"] - w["from"] >= minutes]
        is_placed = model.NewBoolVar(f"p{at}")
        placed.append(is_placed)
        if not domain:
            model.Add(is_placed == 0)
            domain = [(0, 0)]
        start = model.NewIntVarFromDomain(cp_model.Domain.FromIntervals(domain), f"s{at}")
        end = model.NewIntVar(0, 1 << 20, f"e{at}")
        spans.append(model.NewOptionalIntervalVar(start, minutes, end, is_placed, f"i{at}"))
        starts.append(start)
        ends.append(end)
        kept = model.NewIntVar(0, question["worth"], f"v{at}")
        model.Add(kept == 0).OnlyEnforceIf(is_placed.Not())
        model.Add(kept == question["worth"] - start).OnlyEnforceIf(is_placed)
        value.append(call["weight"] * kept)
    model.AddNoOverlap(spans)
    for at, call in enumerate(question["calls"]):
        for earlier in call["after"]:
            model.Add(ends[earlier] <= starts[at]).OnlyEnforceIf([placed[at], placed[earlier]])
    model.Maximize(sum(value))
    solver = cp_model.CpSolver()
    solver.parameters.num_search_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    before = time.process_time()
    status = solver.Solve(model)
    spent = time.process_time() - before
    return {
        "value": int(solver.ObjectiveValue()) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else 0,
        "bound": int(solver.BestObjectiveBound()),
        "best": status == cp_model.OPTIMAL,
        "milliseconds": spent * 1000,
    }


def main():
    ours, seconds = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 20.0
    sizes = [(5, 5), (10, 5), (20, 10), (50, 3), (100, 2), (200, 3)]
    only = [int(n) for n in os.environ.get("SIZES", "").split(",") if n]
    with tempfile.TemporaryDirectory() as folder:
        print("calls seed | ours: value bound best ms | CP-SAT: value bound best ms")
        for count, seeds in sizes:
            if only and count not in only:
                continue
            for seed in range(1, seeds + 1):
                file = os.path.join(folder, f"{count}-{seed}.json")
                made = subprocess.run([ours, "make", str(count), str(seed)], capture_output=True, text=True, check=True)
                with open(file, "w") as out:
                    out.write(made.stdout)
                solved = subprocess.run([ours, "solve", file], capture_output=True, text=True, check=True)
                mine, theirs = json.loads(solved.stdout), cp_sat(json.loads(made.stdout), seconds)
                row = [f"{s['value']} {s['bound']} {s['best']} {s['milliseconds']:.2f}" for s in (mine, theirs)]
                print(count, seed, "|", row[0], "|", row[1], flush=True)


if __name__ == "__main__":
    main()
