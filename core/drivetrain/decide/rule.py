"""The rule behind every decision: of all actions the one that costs least on average."""

from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

import numpy as np
from numpy.typing import NDArray

from core.drivetrain.costs.stakes import Stakes
from core.statistics import Floats
from core.vision.judge import cheapest


@dataclass(frozen=True, eq=False)
class Rule:
    """For each action one cost a class, `table` (R, C); to follow it, multiply by the chances, add
    up, and take the action with the smallest sum. The last row is the human's look where anybody
    can look (`asks`): the right action's cost, its own (`look`), and `bar`, what a look must save
    because there are only so many (0 where there are enough)."""

    classes: list[str]
    names: list[str]
    table: Floats
    asks: bool
    look: float
    bar: float

    def sums(self, probs: Floats) -> Floats:
        """What each action costs on average, (N, R), for real-life chances `probs` (N, C)."""
        sums: Floats = probs @ self.table.T
        return sums

    def chosen(self, probs: Floats) -> NDArray[np.intp]:
        """The action for each picture, (N,) indices into `names`; the first one of equals, so that
        a human is asked only where that is cheaper than anything else."""
        return cheapest(self.sums(probs), self.asks)

    def is_asking(self, action: int) -> bool:
        """Whether this row is the human's look."""
        return self.asks and action == len(self.names) - 1


def rule_of(stakes: Stakes, ask: str, bar: float) -> Rule:
    """The rule for these stakes. `ask` is the name of the human's look; an infinite `bar` says that
    nobody can look."""
    if not isfinite(bar):
        names, table, asks = list(stakes.actions), stakes.table, False
    else:
        names, asks = [*stakes.actions, ask], True
        table = np.vstack([stakes.table, stakes.asking + bar])
    return Rule(stakes.classes, names, table, asks, stakes.look, bar)


def bar_between(least: float, most: float) -> float:
    """A number of few digits, two where they are enough, from `least` up to below `most` (may be
    infinite): so that the rule that is printed and the rule that is followed are one."""
    if least <= 0 or not isfinite(least):
        return least
    two = 1 - floor(log10(least))
    for digits in range(two, two + 14):
        rounded = round(ceil(least * 10.0**digits) / 10.0**digits, max(digits, 0))
        if least <= rounded < most:
            return float(rounded)
    return least
