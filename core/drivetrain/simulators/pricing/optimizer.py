"""The Optimizer: search both prices for the highest profit that keeps every promise."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.drivetrain.simulators.arrays import Bools, Floats
from core.drivetrain.simulators.pricing.years import Outcomes

LOWEST, HIGHEST = 0.9, 2.4
COARSE, FINE, ROUNDS = 26, 7, 3

Run = Callable[[Floats, Floats], Outcomes]


@dataclass(frozen=True)
class Limits:
    """What the optimiser must keep: a share of the market at least (0–1), a loss in a bad future
    at most (euros per driver who asked), and perhaps renewals no dearer than first prices."""

    share: float = 0.2
    loss: float = 100.0
    fair_renewal: bool = False

    def kept(self, outcomes: Outcomes, first: Floats, renewal: Floats) -> Bools:
        """Which pairs of prices (A, B) keep all of it."""
        safe = (outcomes.share >= self.share) & (outcomes.bad >= -self.loss)
        if self.fair_renewal:
            safe &= renewal[None, :] <= first[:, None] + 1e-9
        return safe


@dataclass(frozen=True)
class Prices:
    """A first price and a renewal price, as multiples of a driver's expected claims."""

    first: float
    renewal: float


def grid() -> Floats:
    """The prices of the map, lowest to highest."""
    return np.linspace(LOWEST, HIGHEST, COARSE)


def best_prices(run: Run, limits: Limits) -> Prices | None:
    """The most profitable pair that keeps the limits; None where no pair does. A coarse grid over
    everything first, then three finer ones around the best so far."""
    first = renewal = grid()
    best: Prices | None = None
    step = float(first[1] - first[0])
    for _ in range(1 + ROUNDS):
        best = _best_of(run, limits, first, renewal, best)
        if best is None:
            return None
        first, renewal = _around(best.first, step), _around(best.renewal, step)
        step = 2 * step / (FINE - 1)
    return best


def _best_of(
    run: Run, limits: Limits, first: Floats, renewal: Floats, so_far: Prices | None
) -> Prices | None:
    outcomes = run(first, renewal)
    kept = limits.kept(outcomes, first, renewal)
    if not kept.any():
        return so_far
    at = np.unravel_index(np.where(kept, outcomes.profit, -np.inf).argmax(), kept.shape)
    return Prices(float(first[at[0]]), float(renewal[at[1]]))


def _around(centre: float, step: float) -> Floats:
    return np.linspace(max(LOWEST, centre - step), min(HIGHEST, centre + step), FINE)
