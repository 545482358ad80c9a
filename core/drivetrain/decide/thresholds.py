"""A policy as a person can follow it: at which chance of a class to switch to which action."""

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

import numpy as np

from core.drivetrain.costs.stakes import Stakes
from core.statistics import Floats

TINY = 1e-12


@dataclass(frozen=True)
class Band:
    """From the chance `low` to `high` (0–1) of a class, `action` is cheapest."""

    low: float
    high: float
    action: str


def bands(stakes: Stakes, when: str, *, ask: str, price: float) -> list[Band]:
    """The bands of one class, from chance 0 to 1, when all other classes share the rest as often
    as they turn up. Exact for two classes. A look counts its own cost and `price` (see Policy)."""
    lines = _lines(stakes, when)
    names = list(stakes.actions)
    if isfinite(price):
        lines = np.vstack([lines, _asking_line(stakes, when) + price])
        names.append(ask)
    cuts = [0.0, *_crossings(lines), 1.0]
    found = [
        Band(low, high, names[_cheapest(lines, (low + high) / 2)]) for low, high in pairwise(cuts)
    ]
    return _joined(found)


def _mixes(stakes: Stakes, when: str) -> Floats:
    """The mix of classes (2, C) at chance 0 and at chance 1 of a class."""
    sure = np.array([float(name == when) for name in stakes.classes])
    others = stakes.rates * (1 - sure)
    if others.sum() <= 0:
        others = 1 - sure
    return np.stack([others / max(others.sum(), 1e-300), sure])


def _lines(stakes: Stakes, when: str) -> Floats:
    """Each action's expected cost at chance 0 and at chance 1, (A, 2): straight in between."""
    lines: Floats = stakes.table @ _mixes(stakes, when).T
    return lines


def _asking_line(stakes: Stakes, when: str) -> Floats:
    line: Floats = stakes.asking @ _mixes(stakes, when).T
    return line


def _crossings(lines: Floats) -> list[float]:
    """The chances strictly between 0 and 1 at which two actions cost the same."""
    start, slope = lines[:, 0], lines[:, 1] - lines[:, 0]
    first, second = np.triu_indices(len(lines), k=1)
    difference = slope[second] - slope[first]
    apart = difference != 0
    at = (start[first] - start[second])[apart] / difference[apart]
    return sorted({float(chance) for chance in at if TINY < chance < 1 - TINY})


def _cheapest(lines: Floats, chance: float) -> int:
    return int((lines[:, 0] * (1 - chance) + lines[:, 1] * chance).argmin())


def _joined(found: list[Band]) -> list[Band]:
    """Neighbours with the same action as one band."""
    joined: list[Band] = []
    for band in found:
        if joined and joined[-1].action == band.action:
            band = Band(joined.pop().low, band.high, band.action)
        joined.append(band)
    return joined
