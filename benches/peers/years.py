"""The years of a plan in numba: sixteen trials at a time with random numbers of numba's own, the same with a congruential
generator by hand that becomes vector instructions, and one trial at a time with that. Prints the processor time of a
trial of each in nanoseconds, the least of several runs."""

import sys
import time

import numba
import numpy as np

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


finish = np.zeros((COUNT, 16), dtype=np.float32)
state = np.arange(1, 17, dtype=np.uint32)
blocks = max(1, min(100, 1_000_000 // COUNT))
print(least(sixteen_own, points, ends, waits, finish, state, blocks, trials=16 * blocks))
print(least(sixteen, points, ends, waits, finish, state, blocks, trials=16 * blocks))
print(least(one, points, ends, waits, finish, state, 4 * blocks, trials=4 * blocks))
