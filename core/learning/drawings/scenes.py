"""The drawings of the glossary, in families: photos, networks, curves, clouds of points …"""

import math
import random
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from core.content import read
from core.learning.drawings.photos import photo
from core.learning.drawings.shapes import (
    HOT,
    SOFT,
    bars,
    dot,
    flow,
    framed,
    line,
    matrix,
    rect,
    squares,
    text,
)

COLUMNS = (16, 52, 88, 124)
PARTS = {
    "all": (0, 1, 2, 3), "backbone": (0, 1, 2), "head": (3,), "layer": (1,), "weights": (),
    "frozen": (0, 1, 2), "none": (),
}  # fmt: skip


def net(words: Sequence[str]) -> str:
    """A network of four layers, with one part of it coloured."""
    part, hot = words[0], PARTS[words[0]]
    ways = [
        f"M{a} {16 + 20 * i}L{b} {16 + 20 * j}"
        for a, b in pairwise(COLUMNS) for i in range(3) for j in range(3)
    ]  # fmt: skip
    colour = HOT if part == "weights" else "currentColor"
    joins = f'<path d="{"".join(ways)}" stroke="{colour}" stroke-opacity="0.5" stroke-width="1"/>'
    cells = "".join(
        dot(x, 16 + 20 * i, 6, HOT if n in hot else "var(--st-background-color, #fff)")
        for n, x in enumerate(COLUMNS)
        for i in range(3)
    )
    lock = text(52, 71, "does not change", HOT, 8) if part == "frozen" else ""
    return joins + cells + lock


def _fall(low: float, speed: float, noise: float = 0.0) -> list[tuple[float, float]]:
    chance = random.Random(3)
    return [
        (10 + 140 * t / 30, low - (low - 8) * math.exp(-speed * t) + chance.uniform(-noise, noise))
        for t in range(31)
    ]


def _rise(turn: int) -> list[tuple[float, float]]:
    return [(x, y if i < turn else y - (i - turn) * 1.5) for i, (x, y) in enumerate(_fall(46, 0.2))]


CURVES: dict[str, Callable[[], str]] = {
    "loss": lambda: line(_fall(58, 0.15), HOT),
    "noisy": lambda: line(_fall(56, 0.15, 5), HOT),
    "both": lambda: line(_fall(60, 0.15)) + line(_fall(50, 0.18), HOT, 'stroke-dasharray="5 3"'),
    "overfit": lambda: line(_fall(60, 0.15)) + line(_rise(12), HOT, 'stroke-dasharray="5 3"'),
    "stop": lambda: (
        line(_fall(60, 0.15)[:14])
        + line(_rise(12)[:14], HOT, 'stroke-dasharray="5 3"')
        + line([(76, 6), (76, 64)], HOT)
        + text(104, 30, "stop here", HOT)
    ),
    "valley": lambda: (
        line([(10 + 4.6 * t, 60 - (t - 15) ** 2 / 4.5) for t in range(31)])
        + dot(42, 17, 4, HOT)
        + line([(46, 21), (58, 40)], HOT)
        + line([(52, 38), (58, 40), (59, 33)], HOT)
    ),
    "steps": lambda: (
        line([(10 + 4.6 * t, 60 - (t - 15) ** 2 / 4.5) for t in range(31)])
        + "".join(
            dot(20 + 15 * i, 60 - ((10 + 15 * i) / 4.6 - 15) ** 2 / 4.5, 3.5, HOT) for i in range(5)
        )
    ),
    "blows": lambda: (
        line([(10, 52), (40, 46), (60, 50), (76, 30), (84, 4)], HOT) + text(112, 34, "NaN", HOT, 14)
    ),
    "honest": lambda: (
        line([(46, 62), (114, 6)], more='stroke-dasharray="3 3"')
        + line([(46, 62), (62, 56), (80, 46), (98, 30), (114, 6)], HOT)
    ),
    "sizes": lambda: (
        rect(14, 40, 20, 20) + rect(54, 26, 34, 34) + rect(104, 8, 52, 52, more=f'stroke="{HOT}"')
    ),
    "waits": lambda: (
        line([(8, 50), (152, 50)], more=SOFT)
        + "".join(dot(x, 50, 4, HOT) for x in (12, 24, 52, 104, 150))
    ),
}


def curve(words: Sequence[str]) -> str:
    """A curve of training or of trust."""
    axes = (
        line([(6, 4), (6, 68), (156, 68)], more=SOFT) if words[0] not in {"sizes", "waits"} else ""
    )
    return axes + CURVES[words[0]]()


def _cloud(x: float, y: float, wide: float, seed: int, fill: str, many: int = 14) -> str:
    chance = random.Random(seed)
    return "".join(
        dot(chance.gauss(x, wide), chance.gauss(y, wide * 0.7), 2.4, fill, 'stroke-width="1"')
        for _ in range(many)
    )


def _clouds(gap: float = 34) -> str:
    return _cloud(80 - gap, 36, 9, 1, "none") + _cloud(80 + gap, 36, 9, 2, "currentColor")


CLOUDS: dict[str, Callable[[], str]] = {
    "groups": lambda: _clouds(),
    "border": lambda: _clouds(30) + line([(86, 4), (74, 68)], HOT, 'stroke-width="2"'),
    "odd": lambda: _clouds() + dot(80, 10, 4, HOT),
    "far": lambda: (
        _cloud(52, 40, 11, 1, "none", 22)
        + dot(140, 14, 4.5, HOT)
        + text(118, 34, "never seen", HOT, 8.5)
    ),
    "shift": lambda: (
        _cloud(36, 46, 8, 1, "none")
        + _cloud(116, 26, 8, 4, HOT)
        + line([(58, 42), (94, 32)])
        + line([(89, 30), (94, 32), (90, 37)])
    ),
    "wrong": lambda: _clouds() + dot(46, 34, 4.5, HOT),
    "pair": lambda: _clouds() + dot(30, 16, 3, HOT) + dot(35, 18, 3, HOT),
    "line": lambda: (
        _cloud(80, 36, 0.1, 1, "none", 0)
        + "".join(dot(20 + 12 * i, 58 - 4 * i + (6 if i % 2 else -6), 2.4) for i in range(11))
        + line([(14, 60), (150, 14)], HOT)
    ),
    "axes": lambda: (
        _cloud(80, 36, 15, 7, "none", 24)
        + line([(34, 52), (126, 20)], HOT, 'stroke-width="2"')
        + line([(72, 20), (90, 54)], HOT)
    ),
}


def cloud(words: Sequence[str]) -> str:
    """Pictures as points, alike ones close together."""
    return CLOUDS[words[0]]()


FAMILIES: dict[str, Callable[[Sequence[str]], str]] = {
    "flow": flow,
    "matrix": matrix,
    "bars": bars,
    "squares": squares,
    "photo": photo,
    "net": net,
    "curve": curve,
    "cloud": cloud,
}


def drawing(kind: str, *words: str) -> str:
    """One drawing of a family as SVG; raises KeyError for an unknown family or part. A word that
    starts with `*` is what the drawing is about, and takes the accent colour."""
    return framed(FAMILIES[kind](words))


@cache
def term_drawings() -> dict[str, str]:
    """Term → SVG, read and drawn once a process; raises KeyError for an unknown family or part."""
    saved = read("glossary_drawings.yaml", dict[str, list[str]])
    return {term: drawing(kind, *words) for term, (kind, *words) in saved.items()}
