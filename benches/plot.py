"""Draws docs/performance.svg from the figures below, which stand in docs/performance.md, too: python3 benches/plot.py"""

import math
from pathlib import Path

SIZES = [1_000, 100_000, 1_000_000]
LINES = [
    ("petgraph, one trial", [6.17, 21.4, 28.5], "8 4"),
    ("numba, 16 trials, its own random numbers", [6.35, 6.66, 7.86], "2 4"),
    ("sideways, chains and sums, 12 dates", [3.33, 1.52, 1.47], "12 3 2 3"),
    ("sideways, with three lanes a team", [0.73, 0.90, 1.51], "5 2"),
    ("numba, 16 trials, congruential by hand", [0.41, 0.48, 0.74], "1 3"),
    ("sideways, links alone", [0.44, 0.45, 0.70], ""),
]
LEFT, RIGHT, TOP, BOTTOM = 70, 470, 60, 360
LOW, HIGH = 0.25, 50.0


def x(size):
    return LEFT + (RIGHT - LEFT) * (math.log10(size) - 3) / 3


def y(cost):
    return BOTTOM - (BOTTOM - TOP) * math.log(cost / LOW) / math.log(HIGH / LOW)


out = [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 780 410" role="img" aria-labelledby="title desc">',
    '<title id="title">What a link and a trial cost, by the size of the plan</title>',
    '<desc id="desc">' + "; ".join(f"{name}: " + ", ".join(f"{cost} ns" for cost in costs) for name, costs, _ in LINES)
    + ", at 1,000, 100,000 and 1,000,000 items.</desc>",
    "<style>:root{--ground:#fbf8f2;--ink:#23201b;--quiet:#5f594f;--line:#3f6276}"
    "@media(prefers-color-scheme:dark){:root{--ground:#1b1d20;--ink:#ece7dd;--quiet:#b3ab9d;--line:#86aec4}}"
    "rect{fill:var(--ground)}text{font:13px system-ui,sans-serif;fill:var(--ink)}.q{fill:var(--quiet);font-size:12px}"
    ".t{font-size:17px;font-weight:600}.g{stroke:var(--quiet);stroke-opacity:.25}.l{fill:none;stroke:var(--line);stroke-width:2}"
    "circle{fill:var(--line)}</style>",
    '<rect width="100%" height="100%"/>',
    '<text class="t" x="16" y="30">What a link and a trial cost, in nanoseconds of processor time</text>',
]
for cost in [0.5, 1, 2, 5, 10, 20, 50]:
    out.append(f'<path class="g" d="M{LEFT} {y(cost):.1f}H{RIGHT}"/><text class="q" x="{LEFT - 8}" y="{y(cost) + 4:.1f}" text-anchor="end">{cost}</text>')
for size in SIZES:
    out.append(f'<text class="q" x="{x(size):.1f}" y="{BOTTOM + 22}" text-anchor="middle">{size:,}</text>')
out.append(f'<text class="q" x="{(LEFT + RIGHT) / 2}" y="{BOTTOM + 42}" text-anchor="middle">items of the plan</text>')
labels = []
for name, costs, dash in sorted(LINES, key=lambda line: -line[1][-1]):
    points = [(x(size), y(cost)) for size, cost in zip(SIZES, costs)]
    path = "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in points)
    dashes = f' style="stroke-dasharray:{dash}"' if dash else ""
    out.append(f'<path class="l"{dashes} d="{path}"/>' + "".join(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3"/>' for a, b in points))
    at = points[-1][1] + 4
    at = max(at, labels[-1] + 16) if labels else at
    labels.append(at)
    out.append(f'<text x="{RIGHT + 12}" y="{at:.1f}">{name}</text>')
out.append("</svg>")
Path(__file__).resolve().parent.parent.joinpath("docs", "performance.svg").write_text("\n".join(out) + "\n")
