"""The rule in words, plain text: one wording for Decide, Journey, the card and the report.

Two classes have thresholds (`bands`): from which chance on to do something else. With more classes
there are none: what is best at 4 % of one class depends on which others share the rest. Then
`regions` (three classes) or the rule itself says it.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from core.content import says
from core.drivetrain.decide.decision import Decision
from core.drivetrain.decide.rule import Rule
from core.statistics import Floats
from core.words import all_figures, listed, percent

MANY, FEW = 5, 3  # so many classes with one cost are said by those few that have another
_HAIR = 1e-12  # what is left when a computer takes a sum from itself


class Sum(NamedTuple):
    """What one action costs on average: `always`, and `costs` times the chance of each class."""

    action: str
    always: float
    costs: dict[str, float]

    def of(self, chances: dict[str, float]) -> float:
        """The sum for a picture with these chances (class → 0–1)."""
        return self.always + sum(cost * chances[name] for name, cost in self.costs.items())


@dataclass(frozen=True)
class Band:
    """From the chance `low` to `high` (0–1) of a class, `action` is cheapest."""

    low: float
    high: float
    action: str


def sums(rule: Rule) -> list[Sum]:
    """One sum for each action of the rule, as it is printed: the smallest one wins, the first of
    equals. What is the same for every class is said once."""
    return [_sum(rule, row) for row in range(len(rule.names))]


def rule_words(rule: Rule) -> list[str]:
    """The whole rule: what to do, then the sum of each action, right for any chances."""
    if len(rule.names) == 1:
        return [says("decide", "rule_alone", action=rule.names[0])]
    return [
        says("decide", "rule_head"),
        *(_sum_words(one, rule, asking=rule.is_asking(row)) for row, one in enumerate(sums(rule))),
    ]


def threshold_words(rule: Rule, when: str) -> list[str]:
    """For two classes: from which chance of `when` on to do what; nothing for more classes."""
    if len(rule.classes) != 2:
        return []
    found = bands(rule, when)
    return [_band_words(band, when, alone=len(found) == 1) for band in found]


def decision_words(made: Decision) -> list[str]:
    """The rule of a kept decision: thresholds where there are two classes, and the sums."""
    return [*threshold_words(made.rule, made.costs.dreaded), *rule_words(made.rule)]


def decision_in_short(made: Decision) -> str:
    """The decision in one line: thresholds for two classes, else the actions it chooses among."""
    short = threshold_words(made.rule, made.costs.dreaded)
    if short:
        return " · ".join(short)
    names = [f"“{name}”" for name in made.rule.names]
    return says("decide", "cheapest_of", actions=listed(names, "or"))


def _sum(rule: Rule, row: int) -> Sum:
    extra = rule.look + rule.bar if rule.is_asking(row) else 0.0
    costs = rule.table[row] - extra
    if np.allclose(costs, costs[0], rtol=0, atol=_HAIR * (1 + extra)):
        return Sum(rule.names[row], extra + float(costs[0]), {})
    each = {
        name: float(cost)
        for name, cost in zip(rule.classes, costs, strict=True)
        if abs(cost) > _HAIR * (1 + extra)
    }
    return Sum(rule.names[row], extra, each)


def _terms(one: Sum, rule: Rule) -> list[str]:
    """Each cost times its class; one that nearly all classes have, times all but the rest."""
    by_cost: dict[float, list[str]] = {}
    for name, cost in one.costs.items():
        by_cost.setdefault(cost, []).append(name)
    terms = []
    for cost, names in by_cost.items():
        others = [name for name in rule.classes if name not in names]
        if len(names) >= MANY and len(others) <= FEW:
            known = {"cost": all_figures(cost), "names": listed(others)}
            terms.append(says("decide", "sum_all_but", **known))
        else:
            terms += [f"{all_figures(cost)} × {name}" for name in names]
    return terms


def _sum_words(one: Sum, rule: Rule, *, asking: bool) -> str:
    terms = _terms(one, rule)
    if one.always:
        terms.insert(0, all_figures(one.always))
    name = "rule_sum" if not asking else "rule_sum_few" if rule.bar > 0 else "rule_sum_look"
    prices = {"look": all_figures(rule.look), "bar": all_figures(rule.bar)} if asking else {}
    return says("decide", name, action=one.action, sum=" + ".join(terms) or "0", **prices)


def _band_words(band: Band, when: str, *, alone: bool) -> str:
    where = "below" if band.low <= 0 else "above" if band.high >= 1 else "between"
    return says(
        "decide",
        "band_alone" if alone else f"band_{where}",
        when=when,
        low=percent(band.low),
        high=percent(band.high),
        action=band.action,
    )


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
    return sorted({float(chance) for chance in at if _HAIR < chance < 1 - _HAIR})


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
