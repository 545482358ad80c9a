"""The Simulator: run prices through the models over years, and through years that go wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core.drivetrain.simulators.arrays import Floats, stream
from core.drivetrain.simulators.pricing.market import Drivers, true_acceptance, true_renewal

ACQUISITION, UPKEEP = 70.0, 45.0
FUTURES, MOST_YEARS = 200, 10
HAIL_CHANCE, HAIL_TIMES, WOBBLE = 0.1, 2.5, 0.06
BAD = 1 / 20


class Answers(NamedTuple):
    """How drivers answer a price of `ratio` (R,) times their expected claims: the chance (R, N)
    that each takes the offer, and stays. By the models' estimate, or in truth."""

    acceptance: Callable[[Floats], Floats]
    renewal: Callable[[Floats], Floats]


def true_answers(drivers: Drivers, expected: Floats) -> Answers:
    """What these drivers really do, when prices are multiples of `expected` claims (N,)."""
    return Answers(
        lambda ratio: true_acceptance(drivers, ratio[:, None] * expected),
        lambda ratio: true_renewal(drivers, ratio[:, None] * expected),
    )


@dataclass(frozen=True)
class Outcomes:
    """For each first price (A) and renewal price (B): mean profit per driver who asked, euros;
    the profit in one future of twenty that is worse than the others; and `share`, the policy-years
    sold of all that could be (0–1). (A, B) each."""

    profit: Floats
    bad: Floats
    share: Floats


def run_years(
    answers: Answers, expected: Floats, claims: Floats, first: Floats, renewal: Floats, years: int
) -> Outcomes:
    """Every pair of prices, as multiples of the `expected` claims (N,), over `years`. `claims` (N,)
    is what the drivers cost in the long run, euros a year: estimated, or true."""
    taken, stays = answers.acceptance(first), answers.renewal(renewal)
    n = len(expected)
    shape = (len(first), len(renewal))
    premium = [np.broadcast_to((first[:, None] * (taken @ expected)[:, None]) / n, shape)]
    cost = [np.broadcast_to((taken @ claims)[:, None] / n, shape)]
    held = [np.broadcast_to(taken.mean(axis=1)[:, None], shape)]
    still = np.ones_like(stays)
    for _ in range(1, years):
        still = still * stays
        premium.append(renewal * (taken @ (still * expected).T) / n)
        cost.append(taken @ (still * claims).T / n)
        held.append(taken @ still.T / n)
    policy_years = np.sum(held, axis=0)
    margin = np.sum(premium, axis=0) - UPKEEP * policy_years - ACQUISITION * held[0]
    profits = margin[..., None] - np.stack(cost, axis=-1) @ futures(years)
    worse = int(FUTURES * BAD)
    bad = np.partition(profits, worse, axis=-1)[..., worse]
    return Outcomes(profits.mean(axis=-1), bad, policy_years / years)


@lru_cache(maxsize=MOST_YEARS)
def futures(years: int) -> Floats:
    """What claims are multiplied with, (years, FUTURES): most years a little less than the
    long run, in a year of hailstorms far more."""
    rng = stream(7, 15)
    wobble = np.exp(WOBBLE * rng.normal(size=(MOST_YEARS, FUTURES)))
    hail = rng.random((MOST_YEARS, FUTURES)) < HAIL_CHANCE
    times: Floats = wobble * np.where(hail, HAIL_TIMES, 1.0)
    normal: Floats = times / times.mean()
    return normal[:years]
