#!/usr/bin/env python3
"""From start to answer: whole processes, processor time, peers in turn in one run.

Needs: cargo, rustc, and taskwarrior for its rows (left out, and said, where it is absent).
    python3 benches/peers/notebook.py [TURNS] [ENTRIES...]
The program is built as ./package does: the C library linked in, optimised as a whole. BUILT=PATH names one that is there.
`week, built by cargo` is the program as `cargo build --release` makes it.
Prints medians of user and system time in milliseconds, and ratios to a hello world and to taskwarrior.
"""
import os, shutil, statistics, subprocess, sys, tempfile, uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEERS = 40


def packaged(target):
    """The program as ./package builds it."""
    if os.environ.get("BUILT"):
        return Path(os.environ["BUILT"])
    machine = f"{os.uname().machine}-unknown-linux-gnu"
    cargo = ["cargo", "build", "--profile", "dist", "--locked", "--quiet", "--target", machine, "-p", "sideways"]
    env = dict(os.environ, CARGO_ENCODED_RUSTFLAGS="-Ctarget-feature=+crt-static")
    subprocess.run(cargo, cwd=ROOT, env=env, check=True)
    return target / machine / "dist" / "sideways"


def build(work):
    """The program as it is packaged and as cargo builds it, a maker of notebooks, and the least that a Rust program can do."""
    cargo = ["cargo", "build", "--release", "--locked", "--quiet"]
    subprocess.run([*cargo, "-p", "sideways"], cwd=ROOT, check=True)
    subprocess.run([*cargo, "-p", "desk", "--example", "many_entries"], cwd=ROOT, check=True)
    hello = work / "hello.rs"
    hello.write_text('fn main() { println!("hello"); }\n')
    subprocess.run(["rustc", "-O", "-o", str(work / "hello"), str(hello)], check=True)
    target = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
    by_cargo, maker = target / "release/sideways", target / "release/examples/many_entries"
    # Copied, so that all three lie in the memory of the machine as files do that were just written.
    copies = []
    for program in (packaged(target), by_cargo, work / "hello"):
        copies.append(work / f"{len(copies)}-{program.name}")
        shutil.copy(program, copies[-1])
    return *copies, maker


def milliseconds(command, env):
    """User and system time of one process, in milliseconds."""
    null = subprocess.DEVNULL
    child = subprocess.Popen(command, env=env, stdin=null, stdout=null, stderr=null)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{command} ended with {child.returncode}")
    return (used.ru_utime + used.ru_stime) * 1000


def tasks(folder, count):
    """A taskwarrior with so many tasks over as many projects as we have peers."""
    folder.mkdir(parents=True)
    (folder / "rc").write_text(f"data.location={folder}\nconfirmation=off\ngc=off\nverbose=nothing\nhooks=off\n")
    lines = []
    for n in range(count):
        task = {"uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, str(n))), "status": "pending", "entry": 1700000000 + n,
                "project": f"p{n % PEERS}", "description": f"talk {n} about the release and what presses them"}
        lines.append("[" + " ".join(f'{key}:"{value}"' for key, value in task.items()) + "]")
    (folder / "pending.data").write_text("\n".join(lines) + "\n")
    return dict(os.environ, TASKRC=str(folder / "rc"), TASKDATA=str(folder))


def main():
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    sizes = [int(size) for size in sys.argv[2:]] or [10, 10_000, 100_000]
    work = Path(tempfile.mkdtemp(prefix="answers-"))
    try:
        sideways, by_cargo, hello, maker = build(work)
        has_task = shutil.which("task") is not None
        if not has_task:
            print("taskwarrior is not installed: its rows are left out")
        for size in sizes:
            home = work / f"home-{size}"
            home.mkdir()
            env = {"HOME": str(home), "PATH": os.environ["PATH"]}
            subprocess.run([str(maker), str(size), str(PEERS)], env=env, check=True)
            plan = ROOT / "examples" / "northlight"
            keep = [str(sideways), "map", "--keep", str(plan / "plan.md"), "--people", str(plan / "people.toml")]
            subprocess.run([*keep, "--me", "Mira Solberg"], env=env, check=True, stdout=subprocess.DEVNULL)
            notebook = home / ".local/share/sideways"
            # Without a snapshot: it is laid aside for the turn. Only a writer would make a new one.
            aside = notebook / "snapshot"
            commands = {
                "hello world": ([str(hello)], env),
                "week, no snapshot": ([str(sideways), "week"], env, aside),
                "week": ([str(sideways), "week"], env),
                "talk": ([str(sideways), "talk", "peer3 of team 3", "25m", "went", "over", "the", "release"], env),
                "map": ([str(sideways), "map"], env),
                "week, built by cargo": ([str(by_cargo), "week"], env),
            }
            if has_task:
                commands["taskwarrior"] = (["task", "project:p3", "list"], tasks(work / f"task-{size}", size))
            for command, environment, *_ in commands.values():
                milliseconds(command, environment)
            spent = {name: [] for name in commands}
            for _ in range(turns):
                for name, (command, environment, *aside) in commands.items():
                    lies = [path for path in aside if path.exists()]
                    for path in lies:
                        path.rename(home / path.name)
                    spent[name].append(milliseconds(command, environment))
                    for path in lies:
                        (home / path.name).rename(path)
            median = {name: statistics.median(times) for name, times in spent.items()}
            stored = sum(file.stat().st_size for file in notebook.rglob("*") if file.is_file())
            print(f"\n{size} entries, {stored / size:.0f} bytes each on disk, medians of {turns} turns")
            for name, time in median.items():
                ratio = f"{time / median['hello world']:6.2f} x hello world"
                task = f"{median['taskwarrior'] / time:6.1f} x ahead of taskwarrior" if has_task else ""
                print(f"  {name:20} {time:8.2f} ms  {ratio}  {task}")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
