"""What a way of deciding is worth: its cost for 1,000 real pictures, beside simpler ways."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.drivetrain.costs.costs import PER
from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.decide.policy import Policy, cheapest_policy
from core.drivetrain.decide.stream import Stream
from core.project.everybody import EVERYBODY
from core.project.guesses import best_of
from core.statistics import Floats, likely_range

RESAMPLES = 500
SIMPLE = ("nothing", "always", "argmax", "ask")
KEYS = (*SIMPLE, "policy", "perfect")


@dataclass(frozen=True)
class Worth:
    """Cost for 1,000 pictures in the learner's unit, with its likely range (95 %), and how many of
    them a human would have to look at."""

    key: str
    cost: float
    low: float
    high: float
    looks: float


@dataclass(frozen=True)
class BlindSpot:
    """A class in which no mistake was seen among `pictures`, and what the mistakes that so few
    pictures cannot rule out would cost for 1,000 pictures."""

    when: str
    pictures: int
    cost: float


def policy_costs(stakes: Stakes, pictures: Stream, policy: Policy) -> Floats:
    """What the policy really costs for each picture, given what it shows, (N,)."""
    alone = stakes.table[policy.acts, pictures.targets]
    costs: Floats = policy.asked * stakes.asking[pictures.targets] + (1 - policy.asked) * alone
    return costs


def always_action(stakes: Stakes) -> int:
    """The action that is cheapest if it is always taken, doing nothing aside."""
    costs = stakes.table @ stakes.rates
    if len(costs) > 1:
        costs[stakes.idle] = np.inf
    return int(costs.argmin())


def worths(stakes: Stakes, pictures: Stream, policy: Policy | None = None) -> dict[str, Worth]:
    """Every strategy's worth, in the order of KEYS."""
    policy = policy or cheapest_policy(stakes, pictures)
    costs = strategy_costs(stakes, pictures, policy)
    asked = {"ask": 1.0, "policy": float(policy.asked @ pictures.weights)}
    low, high = _likely(pictures, np.stack(list(costs.values()), axis=1))
    return {
        key: Worth(
            key,
            PER * float(costs[key] @ pictures.weights),
            PER * float(low[i]),
            PER * float(high[i]),
            PER * asked.get(key, 0.0),
        )
        for i, key in enumerate(costs)
    }


def strategy_costs(stakes: Stakes, pictures: Stream, policy: Policy) -> dict[str, Floats]:
    """What each strategy costs for each picture, (N,): do nothing, always act, the action of the
    likeliest class, ask about everything, the policy, and a perfect model."""
    truth = pictures.targets
    return {
        "nothing": stakes.table[stakes.idle, truth],
        "always": stakes.table[always_action(stakes), truth],
        "argmax": stakes.table[stakes.right_action[pictures.predicted], truth],
        "ask": stakes.asking[truth],
        "policy": policy_costs(stakes, pictures, policy),
        "perfect": stakes.best[truth],
    }


def blind_spot(stakes: Stakes, pictures: Stream, policy: Policy) -> BlindSpot | None:
    """The class whose unseen mistakes could cost most; None when mistakes were seen in each.

    Wilson's interval for none of n says how many there may be (about 4 in n); each is taken to
    be the dearest action that the policy uses at all.
    """
    used = np.unique(policy.acts)
    costs = policy_costs(stakes, pictures, policy) - stakes.look * policy.asked
    spots = []
    for i, when in enumerate(stakes.classes):
        rows = pictures.targets == i
        if rows.any() and np.allclose(costs[rows], stakes.best[i]):
            most = likely_range(0, int(rows.sum()))[1] * float(stakes.excess[used, i].max())
            spots.append(BlindSpot(when, int(rows.sum()), PER * float(stakes.rates[i]) * most))
    worst = max(spots, key=lambda spot: spot.cost, default=None)
    return worst if worst and worst.cost > 0 else None


def _likely(pictures: Stream, costs: Floats) -> tuple[Floats, Floats]:
    """The bootstrap's 2.5 % and 97.5 % points of the mean of each column of `costs` (N, S).

    Pictures are redrawn within their class, because how often a class turns up is given.
    """
    means = np.zeros((RESAMPLES, costs.shape[1]))
    for i in np.unique(pictures.targets):
        rows = pictures.targets == i
        means += redrawn(int(rows.sum()), int(i)) @ (costs[rows] * pictures.weights[rows, None])
    low, high = np.percentile(means, [2.5, 97.5], axis=0)
    return low, high


@lru_cache(maxsize=EVERYBODY)
def redrawn(count: int, seed: int) -> NDArray[np.float32]:
    """How often each of `count` pictures is drawn in each resample, (RESAMPLES, count). Always the
    same draws, so that a figure moves only because the learner moved something."""
    generator = np.random.default_rng([count, seed])
    draws = generator.multinomial(count, np.full(count, 1 / count), size=RESAMPLES)
    return draws.astype(np.float32)


def can_be_done(worth: Worth, stakes: Stakes) -> bool:
    """Whether a strategy asks for no more looks than there are."""
    return worth.looks <= PER * stakes.capacity + 1e-6


def cheapest_simple(worths: dict[str, Worth], stakes: Stakes) -> list[str]:
    """The keys of the cheapest strategies that weigh nothing and can be done: more than one where
    they tie."""
    there = [key for key in SIMPLE if can_be_done(worths[key], stakes)]
    return best_of({key: worths[key].cost for key in there}, lowest=True)
