"""What a line for "ask a human" is worth, in the learner's own units."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.drivetrain.costs.costs import PER, Costs
from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.decide.rule import Rule
from core.drivetrain.decide.situation import Situation
from core.statistics import Floats
from core.training.outcome import Outcome
from core.vision.judge import shifted, tempered


@dataclass(frozen=True)
class LineWorth:
    """Cost for 1,000 pictures in the learner's `costs.unit`, without a line and with it."""

    costs: Costs
    home: tuple[float, float]
    abroad: tuple[float, float]


def line_worth(
    now: Situation,
    home: tuple[Outcome, NDArray[np.bool_]],
    abroad: tuple[Outcome, NDArray[np.bool_]],
) -> LineWorth:
    """Follow the learner's rule on each side's pictures (N), those marked beyond the line (N,)
    being sent to a human. Pictures count as often as their class turns up in real life."""
    sides = [_costs(now, outcome, beyond) for outcome, beyond in (home, abroad)]
    return LineWorth(now.costs, *sides)


def _costs(now: Situation, outcome: Outcome, beyond: NDArray[np.bool_]) -> tuple[float, float]:
    chances = tempered(outcome.probs.astype(np.float64), now.judged.temperature)
    chances = shifted(chances, now.judged.seen, now.stakes.rates)
    by_rule = rule_costs(now.stakes, now.rule, chances, outcome.targets)
    asked = now.stakes.asking[outcome.targets]
    weights = class_weights(outcome.targets, now.stakes.rates)
    without, with_line = by_rule @ weights, np.where(beyond, asked, by_rule) @ weights
    return PER * float(without), PER * float(with_line)


def rule_costs(stakes: Stakes, rule: Rule, chances: Floats, targets: NDArray[np.int64]) -> Floats:
    """What the rule's action really costs for each picture (N,), given its true class."""
    chosen = rule.chosen(chances)
    looks = np.array([rule.is_asking(int(action)) for action in chosen], dtype=bool)
    acts = np.where(looks, 0, chosen)
    costs: Floats = np.where(looks, stakes.asking[targets], stakes.table[acts, targets])
    return costs


def class_weights(targets: NDArray[np.int64], rates: Floats) -> Floats:
    """How much each picture stands for, (N,), all together 1: its class's rate in real life, shared
    out among the pictures of the class that are there."""
    counts = np.bincount(targets, minlength=len(rates))
    there = np.where(counts > 0, rates, 0.0)
    total = there.sum()
    shares = there / total if total > 0 else (counts > 0) / max((counts > 0).sum(), 1)
    weights: Floats = (shares / np.maximum(counts, 1))[targets]
    return weights
