"""The years of a plan in Python's ways, each with its name and the processor time of a trial in nanoseconds, the least of
several runs: numba, sixteen trials at a time with random numbers of its own, the same with a congruential generator by hand
that becomes vector instructions, and one trial at a time with that; numpy, level by level over many trials; networkx and
rustworkx, one trial after the other over lengths that numpy drew."""

import sys
import time

import networkx
import numba
import numpy as np
import rustworkx

folder = sys.argv[1]
points = np.fromfile(f"{folder}/points", dtype=np.float32).reshape(-1, 3)
ends = np.fromfile(f"{folder}/ends", dtype=np.uint32)
waits = np.fromfile(f"{folder}/waits", dtype=np.uint32)
COUNT = len(ends)


@numba.njit(fastmath=False)
def length(least, likely, most, share):
    span = most - least
    if share * span < likely - least:
        return least + np.sqrt(share * span * (likely - least))
    return most - np.sqrt((np.float32(1) - share) * span * (most - likely))


@numba.njit(inline="always")
def draw(state):
    state = np.uint32(state * np.uint32(1664525) + np.uint32(1013904223))
    return state, np.float32(state >> np.uint32(8)) * np.float32(1.0 / 16777216.0)


@numba.njit
def sixteen(points, ends, waits, finish, state, blocks):
    start = np.zeros(16, dtype=np.float32)
    for _ in range(blocks):
        first = 0
        for item in range(len(ends)):
            start[:] = 0
            for link in range(first, ends[item]):
                on = waits[link]
                for at in range(16):
                    start[at] = max(start[at], finish[on, at])
            first = ends[item]
            least, likely, most = points[item, 0], points[item, 1], points[item, 2]
            for at in range(16):
                state[at], share = draw(state[at])
                finish[item, at] = start[at] + length(least, likely, most, share)
    return finish[-1, 0]


@numba.njit
def sixteen_own(points, ends, waits, finish, state, blocks):
    start = np.zeros(16, dtype=np.float32)
    for _ in range(blocks):
        first = 0
        for item in range(len(ends)):
            start[:] = 0
            for link in range(first, ends[item]):
                on = waits[link]
                for at in range(16):
                    start[at] = max(start[at], finish[on, at])
            first = ends[item]
            least, likely, most = points[item, 0], points[item, 1], points[item, 2]
            for at in range(16):
                share = np.float32(np.random.random())
                finish[item, at] = start[at] + length(least, likely, most, share)
    return finish[-1, 0]


@numba.njit
def one(points, ends, waits, finish, state, trials):
    luck = state[0]
    for _ in range(trials):
        first = 0
        for item in range(len(ends)):
            start = np.float32(0)
            for link in range(first, ends[item]):
                start = max(start, finish[waits[link], 0])
            first = ends[item]
            luck, share = draw(luck)
            finish[item, 0] = start + length(points[item, 0], points[item, 1], points[item, 2], share)
    return finish[-1, 0]


def least(work, *rest, trials):
    work(*rest)
    best = float("inf")
    for _ in range(3):
        begun = time.process_time_ns()
        work(*rest)
        best = min(best, time.process_time_ns() - begun)
    return best / trials


def levels():
    """Items by how many stand before them at most: per level its items, the items they wait for, and where each one's begin."""
    depth = np.zeros(COUNT, dtype=np.int64)
    first = np.concatenate(([0], ends[:-1])).astype(np.int64)
    for item in range(COUNT):
        on = waits[first[item] : ends[item]]
        depth[item] = depth[on].max() + 1 if len(on) else 0
    found = []
    for level in range(depth.max() + 1):
        items = np.flatnonzero(depth == level)
        spans = [waits[first[item] : ends[item]] for item in items]
        begins = np.cumsum([0] + [len(span) for span in spans[:-1]])
        found.append((items, np.concatenate(spans) if level else None, begins))
    return found


def lengths(luck, points):
    low, likely, most = (points[:, at, None] for at in range(3))
    span = most - low
    early = low + np.sqrt(luck * span * (likely - low))
    late = most - np.sqrt((np.float32(1) - luck) * span * (most - likely))
    return np.where(luck * span < likely - low, early, late)


LUCK = np.random.default_rng(1)


def by_level(found, trials):
    finish = np.empty((COUNT, trials), dtype=np.float32)
    for items, on, begins in found:
        took = lengths(LUCK.random((len(items), trials), dtype=np.float32), points[items])
        finish[items] = took if on is None else np.maximum.reduceat(finish[on], begins, axis=0) + took
    return finish[-1, 0]


def drawn():
    return lengths(LUCK.random((COUNT, 1), dtype=np.float32), points)[:, 0].tolist()


def links():
    begin = 0
    for item, end in enumerate(ends.tolist()):
        for on in waits[begin:end].tolist():
            yield on, item
        begin = end


def in_networkx(graph, trials):
    order = list(networkx.topological_sort(graph))
    for _ in range(trials):
        took, finish = drawn(), {}
        for item in order:
            finish[item] = took[item] + max((finish[on] for on in graph.pred[item]), default=0.0)
    return finish


def in_rustworkx(graph, trials):
    for _ in range(trials):
        took = drawn()
        rustworkx.dag_weighted_longest_path_length(graph, lambda on, item, _: took[on])


finish = np.zeros((COUNT, 16), dtype=np.float32)
state = np.arange(1, 17, dtype=np.uint32)
blocks = max(1, min(100, 1_000_000 // COUNT))
by_networkx = networkx.DiGraph()
by_networkx.add_nodes_from(range(COUNT))
by_networkx.add_edges_from(links())
by_rustworkx = rustworkx.PyDiGraph()
by_rustworkx.add_nodes_from(range(COUNT))
by_rustworkx.add_edges_from_no_data(list(links()))
few = max(1, 20_000 // COUNT)
wide = max(16, min(1024, 20_000_000 // COUNT))


def say(name, time):
    print(f"{time}\t{name}")


say("numba, 16 trials, its own random numbers", least(sixteen_own, points, ends, waits, finish, state, blocks, trials=16 * blocks))
say("numba, 16 trials, congruential by hand", least(sixteen, points, ends, waits, finish, state, blocks, trials=16 * blocks))
say("numba, one trial, congruential by hand", least(one, points, ends, waits, finish, state, 4 * blocks, trials=4 * blocks))
say("numpy, level by level", least(by_level, levels(), wide, trials=wide))
say("networkx, a pass in plain Python", least(in_networkx, by_networkx, few, trials=few))
say("rustworkx, its longest path", least(in_rustworkx, by_rustworkx, few, trials=few))
