"""The insurer's assembly line, run from settings to results: what is believed, what happens."""

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from core.drivetrain.simulators.arrays import Bools, Floats
from core.drivetrain.simulators.pricing.market import (
    MARKET_OVER_CLAIMS,
    Drivers,
    draw_drivers,
    true_claims,
)
from core.drivetrain.simulators.pricing.models import Models, fit_models
from core.drivetrain.simulators.pricing.optimizer import Limits, Prices, Run, best_prices, grid
from core.drivetrain.simulators.pricing.years import Answers, Outcomes, run_years, true_answers

APPLICANTS = 1_000
BY_LOT = (0, 200, 500, 1_000, 3_000, 10_000)
MOST_ACCURATE = Prices(1.0, 1.0)
TODAY = Prices(MARKET_OVER_CLAIMS, MARKET_OVER_CLAIMS)


@dataclass(frozen=True)
class Insurer:
    """Levers, limits and world: prices drawn at random last year, years looked ahead, the least
    share in per cent, whether renewals may be dearer, and which town."""

    by_lot: int = 1_000
    years: int = 5
    share: int = 20
    fair_renewal: bool = False
    seed: int = 1

    @property
    def limits(self) -> Limits:
        """What the optimiser must keep."""
        return Limits(share=self.share / 100.0, fair_renewal=self.fair_renewal)


@dataclass(frozen=True)
class Result:
    """One pair of prices: the profit the models promise and the true one, in a bad future too
    (euros per driver who asked), and the share of the market (0–1) promised and true."""

    prices: Prices
    promised: float
    profit: float
    bad: float
    promised_share: float
    share: float


@dataclass(frozen=True)
class Finding:
    """What the assembly line found: prices by name ("accurate", "today", "found", and "truth",
    which no insurer can know), maps of what is believed and true over the grid and where each keeps
    the limits, the shares of drivers who accept along it, and the claims model's mean error."""

    results: dict[str, Result]
    believed: Outcomes
    true: Outcomes
    kept_believed: Bools
    kept_true: Bools
    accepts_believed: Floats
    accepts_true: Floats
    claims_error: float


class _World(NamedTuple):
    drivers: Drivers
    models: Models
    expected: Floats


@lru_cache(maxsize=64)
def simulate(insurer: Insurer) -> Finding:
    """Fit, simulate, optimise, and hold it against the truth. Deterministic."""
    world = _world(insurer.by_lot, insurer.seed)
    known, models = world.drivers.known, world.models
    believed = Answers(
        partial(models.acceptance.chances, known), partial(models.renewal.chances, known)
    )
    truth = true_answers(world.drivers, world.expected)
    claims = true_claims(world.drivers)
    promise = _runner(believed, world.expected, world.expected, insurer.years)
    reality = _runner(truth, world.expected, claims, insurer.years)
    named = {"accurate": MOST_ACCURATE, "today": TODAY}
    named |= _best("found", promise, insurer.limits) | _best("truth", reality, insurer.limits)
    ratios = grid()
    seen, really = promise(ratios, ratios), reality(ratios, ratios)
    return Finding(
        results={name: _result(prices, promise, reality) for name, prices in named.items()},
        believed=seen,
        true=really,
        kept_believed=insurer.limits.kept(seen, ratios, ratios),
        kept_true=insurer.limits.kept(really, ratios, ratios),
        accepts_believed=believed.acceptance(ratios).mean(axis=1),
        accepts_true=truth.acceptance(ratios).mean(axis=1),
        claims_error=float(np.abs(world.expected / claims - 1.0).mean()),
    )


@lru_cache(maxsize=16)
def _world(by_lot: int, seed: int) -> _World:
    drivers = draw_drivers(APPLICANTS, seed, purpose=2)
    models = fit_models(by_lot, seed)
    return _World(drivers, models, models.expected_claims(drivers))


def _runner(answers: Answers, expected: Floats, claims: Floats, years: int) -> Run:
    def run(first: Floats, renewal: Floats) -> Outcomes:
        return run_years(answers, expected, claims, first, renewal, years)

    return run


def _best(name: str, run: Run, limits: Limits) -> dict[str, Prices]:
    best = best_prices(run, limits)
    return {} if best is None else {name: best}


def _result(prices: Prices, promise: Run, reality: Run) -> Result:
    first, renewal = np.array([prices.first]), np.array([prices.renewal])
    promised, true = promise(first, renewal), reality(first, renewal)
    return Result(
        prices=prices,
        promised=float(promised.profit[0, 0]),
        profit=float(true.profit[0, 0]),
        bad=float(true.bad[0, 0]),
        promised_share=float(promised.share[0, 0]),
        share=float(true.share[0, 0]),
    )
