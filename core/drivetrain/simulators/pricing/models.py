"""The Modeler: claims, acceptance and renewal, fitted by scikit-learn on a year's records."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from sklearn.linear_model import LogisticRegression, PoissonRegressor

from core.drivetrain.simulators.arrays import Bools, Floats, chance
from core.drivetrain.simulators.pricing.market import Drivers
from core.drivetrain.simulators.pricing.quotes import Year, last_year


@dataclass(frozen=True)
class Answer:
    """How drivers answer a price: the chance of a yes falls with the logarithm of the price."""

    model: LogisticRegression

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

    claims: PoissonRegressor
    acceptance: Answer
    renewal: Answer

    def expected_claims(self, drivers: Drivers) -> Floats:
        """What each driver will cost in the long run, euros a year (N,), as estimated."""
        found: Floats = self.claims.predict(drivers.known)
        return found


@lru_cache(maxsize=16)
def fit_models(by_lot: int, seed: int) -> Models:
    """Fit all three. How people answer a price is learned from the prices drawn by lot, or from
    all prices where none was: then a low price mostly marks whoever was about to leave."""
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
    known, log_ratio = year.drivers.known, np.log(ratio)
    x = np.column_stack([known, log_ratio, log_ratio * known[:, 3]])
    model = LogisticRegression(C=10.0, solver="newton-cholesky")
    return Answer(model.fit(x[rows], yes[rows]))
