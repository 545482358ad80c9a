"""The rule for two classes as a person can follow it: from which chance on to do something else.

With more classes there are no such thresholds: what is best at 4 % of one class depends on which
others share the rest. Then `regions` (three classes) or the rule itself says it.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.drivetrain.decide.rule import Rule
from core.statistics import Floats

TINY = 1e-12


@dataclass(frozen=True)
class Band:
    """From the chance `low` to `high` (0–1) of a class, `action` is cheapest."""

    low: float
    high: float
    action: str


def bands(rule: Rule, when: str) -> list[Band]:
    """The bands of one of two classes, from chance 0 to 1; raises ValueError for more classes."""
    if len(rule.classes) != 2:
        raise ValueError("only two classes have thresholds")
    sure = rule.classes.index(when)
    lines = rule.table[:, [1 - sure, sure]]
    cuts = [0.0, *_crossings(lines), 1.0]
    found = [
        Band(low, high, rule.names[_cheapest(lines, (low + high) / 2)])
        for low, high in pairwise(cuts)
    ]
    return _joined(found)


def _crossings(lines: Floats) -> list[float]:
    """The chances strictly between 0 and 1 at which two actions cost the same; `lines` (R, 2) are
    the costs at chance 0 and at chance 1, straight in between."""
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
