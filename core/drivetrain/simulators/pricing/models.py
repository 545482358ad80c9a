"""The Modeler: claims, acceptance and renewal, fitted by scikit-learn on a year's records."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from core.drivetrain.simulators.arrays import Bools, Floats, chance, stream
from core.drivetrain.simulators.pricing.market import (
    MARKET_OVER_CLAIMS,
    Drivers,
    draw_drivers,
    true_acceptance,
    true_claims,
    true_renewal,
)

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression, PoissonRegressor

QUOTES = 10_000
BY_LOT_RANGE = 0.35
FREQUENCY, SEVERITY_SHAPE = 0.25, 2.0


@dataclass(frozen=True)
class Year:
    """A year's records, (N,) each: the price offered, whether it was taken, the price at renewal,
    whether the driver stayed, and the claims in euros. The first `by_lot` prices were drawn."""

    drivers: Drivers
    price: Floats
    taken: Bools
    renewal_price: Floats
    stayed: Bools
    claims: Floats
    by_lot: int


def last_year(by_lot: int, seed: int) -> Year:
    """The records, had the first `by_lot` offers been priced at random, the rest by the agents."""
    drivers = draw_drivers(QUOTES, seed, purpose=1)
    price = _offers(drivers, by_lot, seed, purpose=1)
    renewal = _offers(drivers, by_lot, seed, purpose=2)
    luck = stream(seed, 12).random((2, QUOTES))
    return Year(
        drivers=drivers,
        price=price,
        taken=luck[0] < true_acceptance(drivers, price),
        renewal_price=renewal,
        stayed=luck[1] < true_renewal(drivers, renewal),
        claims=_claims(drivers, seed),
        by_lot=by_lot,
    )


def _offers(drivers: Drivers, by_lot: int, seed: int, purpose: int) -> Floats:
    """The tariff, with the agents' discount to those who wave a rival's offer; or at random."""
    rng = stream(seed, 13, purpose)
    number = len(drivers.rival)
    discount = -0.055 * drivers.rival + 0.07 * rng.normal(size=number)
    lots = rng.uniform(-BY_LOT_RANGE, BY_LOT_RANGE, number)
    change = np.where(np.arange(number) < by_lot, lots, discount)
    offers: Floats = MARKET_OVER_CLAIMS * true_claims(drivers) * np.exp(change)
    return offers


def _claims(drivers: Drivers, seed: int) -> Floats:
    """Few drivers have claims, and those are large: a mean of `true_claims`."""
    rng = stream(seed, 14)
    mean = true_claims(drivers)
    accidents = rng.poisson(FREQUENCY, len(mean))
    size = rng.gamma(SEVERITY_SHAPE * np.maximum(accidents, 1), 1.0 / SEVERITY_SHAPE)
    claims: Floats = np.where(accidents > 0, size * mean / FREQUENCY, 0.0)
    return claims


@dataclass(frozen=True)
class Answer:
    """How drivers answer a price: the chance of a yes falls with the logarithm of the price."""

    model: "LogisticRegression"

    def chances(self, known: Floats, ratio: Floats) -> Floats:
        """Chance (R, N) of a yes for drivers `known` (N, 4) at `ratio` (R,): price divided by
        expected claims."""
        weights, start = self.model.coef_[0], self.model.intercept_[0]
        base = known @ weights[:4] + start
        slope = weights[4] + weights[5] * known[:, 3]
        return chance(base + np.log(ratio)[:, None] * slope)


@dataclass(frozen=True)
class Models:
    """The three component models that the simulator joins."""

    claims: "PoissonRegressor"
    acceptance: Answer
    renewal: Answer

    def expected_claims(self, drivers: Drivers) -> Floats:
        """What each driver will cost in the long run, euros a year (N,), as estimated."""
        found: Floats = self.claims.predict(drivers.known)
        return found


@lru_cache(maxsize=16)
def fit_models(by_lot: int, seed: int) -> Models:
    """Fit all three. How people answer a price is learned from the prices drawn at random, or from
    all prices where none was: then a low price mostly marks who was about to leave."""
    from sklearn.linear_model import PoissonRegressor

    year = last_year(by_lot, seed)
    known = year.drivers.known
    claims = PoissonRegressor(alpha=1e-4, solver="newton-cholesky").fit(known, year.claims)
    expected = claims.predict(known)
    rows = slice(0, by_lot) if by_lot else slice(None)
    return Models(
        claims=claims,
        acceptance=_answer(year, rows, year.price / expected, year.taken),
        renewal=_answer(year, rows, year.renewal_price / expected, year.stayed),
    )


def _answer(year: Year, rows: slice, ratio: Floats, yes: Bools) -> Answer:
    from sklearn.linear_model import LogisticRegression

    known, log_ratio = year.drivers.known, np.log(ratio)
    x = np.column_stack([known, log_ratio, log_ratio * known[:, 3]])
    model = LogisticRegression(C=10.0, solver="newton-cholesky")
    return Answer(model.fit(x[rows], yes[rows]))
