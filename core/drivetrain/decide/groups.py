"""The learner's own pictures in groups, one for each action, with what tips them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from core.drivetrain.decide.policy import Policy
from core.drivetrain.decide.rule import Rule
from core.drivetrain.decide.stream import Stream
from core.statistics import Floats


@dataclass(frozen=True)
class Tip:
    """Why `pictures` of a group are in it: the chance of `when`, `low` to `high` in them (0–1),
    speaks most for this action rather than `against`, the second cheapest."""

    when: str
    against: str
    pictures: int
    low: float
    high: float


@dataclass(frozen=True)
class Group:
    """The pictures for which the rule says `action`: `rows` of the stream, the closest calls
    first. `share` (0–1) is how many of real life's pictures they stand for."""

    action: str
    asks: bool
    rows: list[int]
    share: float
    tips: list[Tip]


@dataclass(frozen=True)
class Looks:
    """Where a human's looks go, as shares of real life's pictures (0–1): what there is, what the
    rule asks for, and what is left over for pictures on the border, which all save the same."""

    there: float
    asked: float
    on_the_border: float


def groups(rule: Rule, pictures: Stream) -> list[Group]:
    """A group for each action that any picture gets, the largest first."""
    sums, chosen = rule.sums(pictures.probs), rule.chosen(pictures.probs)
    second, tipping = _second(sums, chosen), tipping_class(rule, pictures.probs)
    lead = sums[np.arange(len(chosen)), second] - sums[np.arange(len(chosen)), chosen]
    found = []
    for action in np.unique(chosen):
        rows = np.flatnonzero(chosen == action)
        rows = rows[np.argsort(lead[rows], kind="stable")]
        found.append(
            Group(
                action=rule.names[action],
                asks=rule.is_asking(int(action)),
                rows=rows.tolist(),
                share=float(pictures.weights[rows].sum()),
                tips=_tips(rule, pictures.probs, rows, tipping, second),
            )
        )
    return sorted(found, key=lambda group: -len(group.rows))


def looks(rule: Rule, pictures: Stream, policy: Policy, capacity: float) -> Looks:
    """Where the looks go; `capacity` is the share of pictures that a human can see."""
    by_rule = rule.chosen(pictures.probs) == (len(rule.names) - 1 if rule.asks else -1)
    asked = float(policy.asked[by_rule] @ pictures.weights[by_rule])
    rest = float(policy.asked[~by_rule] @ pictures.weights[~by_rule])
    return Looks(capacity, asked, rest)


def tipping_class(rule: Rule, probs: Floats) -> NDArray[np.intp]:
    """For each picture the class whose chance speaks most for its action rather than the second
    cheapest, (N,) indices."""
    chosen = rule.chosen(probs)
    second = _second(rule.sums(probs), chosen)
    speaks: NDArray[np.intp] = (probs * (rule.table[second] - rule.table[chosen])).argmax(axis=1)
    return speaks


def _second(sums: Floats, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
    """The cheapest of the other actions, (N,); the same one where there is only one."""
    if sums.shape[1] < 2:
        return chosen
    others = sums.copy()
    others[np.arange(len(chosen)), chosen] = np.inf
    second: NDArray[np.intp] = others.argmin(axis=1)
    return second


def _tips(
    rule: Rule,
    probs: Floats,
    rows: NDArray[np.intp],
    tipping: NDArray[np.intp],
    second: NDArray[np.intp],
) -> list[Tip]:
    """What tips these pictures, the most frequent reason first; nothing with one action only."""
    if len(rule.names) < 2:
        return []
    by_reason = sorted(rows.tolist(), key=lambda row: (tipping[row], second[row]))
    tips = [
        _tip(rule, probs, int(when), int(against), same)
        for (when, against), same in groupby(by_reason, lambda row: (tipping[row], second[row]))
    ]
    return sorted(tips, key=lambda tip: -tip.pictures)


def _tip(rule: Rule, probs: Floats, when: int, against: int, rows: Iterable[int]) -> Tip:
    chances = probs[list(rows), when]
    low, high = float(chances.min()), float(chances.max())
    return Tip(rule.classes[when], rule.names[against], len(chances), low, high)
