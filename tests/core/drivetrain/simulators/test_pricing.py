"""The insurer against closed forms and its own truth: answers, years, limits, the optimiser."""

from dataclasses import dataclass

import numpy as np
import pytest

from core.drivetrain.simulators.arrays import Floats
from core.drivetrain.simulators.pricing.market import draw_drivers, true_acceptance, true_claims
from core.drivetrain.simulators.pricing.models import fit_models
from core.drivetrain.simulators.pricing.optimizer import Limits, best_prices, grid
from core.drivetrain.simulators.pricing.study import Insurer, simulate
from core.drivetrain.simulators.pricing.years import (
    ACQUISITION,
    UPKEEP,
    Outcomes,
    futures,
    run_years,
)

SEEDS = (1, 2, 3)


@dataclass(frozen=True)
class Constant:
    """Everybody answers alike, whatever the price."""

    accept: float
    stay: float

    def acceptance(self, ratio: Floats) -> Floats:
        return np.full((len(ratio), 3), self.accept)

    def renewal(self, ratio: Floats) -> Floats:
        return np.full((len(ratio), 3), self.stay)


def test_profit_over_years_is_the_geometric_sum_worked_out_by_hand() -> None:
    claims = np.array([100.0, 200.0, 300.0])
    accept, stay, first, renewal = 0.5, 0.8, 1.5, 1.8
    found = run_years(
        Constant(accept, stay), claims, claims, np.array([first]), np.array([renewal]), years=3
    )
    mean = claims.mean()
    held = [accept, accept * stay, accept * stay**2]
    income = first * mean * held[0] + renewal * mean * (held[1] + held[2])
    costs = mean * (np.array(held) @ futures(3)).mean() + UPKEEP * sum(held)
    assert found.profit[0, 0] == pytest.approx(income - costs - ACQUISITION * accept)
    assert found.share[0, 0] == pytest.approx(sum(held) / 3)
    assert found.bad[0, 0] < found.profit[0, 0]


def test_in_the_long_run_the_futures_cost_what_the_claims_say() -> None:
    assert futures(10).mean() == pytest.approx(1.0)
    assert (futures(10) > 1.5).mean() == pytest.approx(0.1, abs=0.03)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_prices_teach_how_drivers_answer_and_no_draw_does_not(seed: int) -> None:
    drivers = draw_drivers(800, seed, 9)
    claims = true_claims(drivers)
    ratios = np.array([1.2, 1.9])
    fall = -np.diff(true_acceptance(drivers, ratios[:, None] * claims).mean(axis=1))[0]

    def believed(by_lot: int) -> float:
        chances = fit_models(by_lot, seed).acceptance.chances(drivers.known, ratios)
        return float(-np.diff(chances.mean(axis=1))[0])

    assert believed(10_000) == pytest.approx(fall, abs=0.08)
    assert believed(0) < 0.3 * fall


@pytest.mark.parametrize("seed", SEEDS)
def test_the_claims_model_is_unbiased_whatever_was_drawn(seed: int) -> None:
    drivers = draw_drivers(800, seed, 9)
    ratio = fit_models(0, seed).expected_claims(drivers) / true_claims(drivers)
    assert ratio.mean() == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_most_accurate_price_is_not_the_most_profitable(seed: int) -> None:
    results = simulate(Insurer(by_lot=3_000, seed=seed)).results
    assert results["accurate"].profit < 0 < results["today"].profit < results["found"].profit
    assert results["found"].profit > 0.9 * results["truth"].profit


@pytest.mark.parametrize("seed", SEEDS)
def test_without_random_prices_the_optimiser_chases_the_models_mistake(seed: int) -> None:
    results = simulate(Insurer(by_lot=0, seed=seed)).results
    assert results["found"].promised > 2 * results["truth"].profit
    assert results["found"].profit < results["today"].profit
    assert results["found"].share < 0.5 * results["found"].promised_share


def hill(at: tuple[float, float]) -> object:
    """A made-up profit with one top, and a share that falls with the first price."""

    def run(first: Floats, renewal: Floats) -> Outcomes:
        profit = -((first[:, None] - at[0]) ** 2) - (renewal[None, :] - at[1]) ** 2
        share = np.broadcast_to(1.0 - 0.4 * (first[:, None] - 0.9), profit.shape)
        return Outcomes(profit, profit, share)

    return run


def test_the_optimiser_finds_a_top_that_lies_between_the_grid_points() -> None:
    found = best_prices(hill((1.437, 1.871)), Limits(share=0.0))
    assert found is not None
    assert (found.first, found.renewal) == pytest.approx((1.437, 1.871), abs=0.004)


def test_a_limit_holds_the_optimiser_at_its_edge() -> None:
    """The share falls to 70 % at a first price of 1.65; the top lies at 2.0."""
    found = best_prices(hill((2.0, 1.5)), Limits(share=0.7))
    assert found is not None
    assert found.first == pytest.approx(1.65, abs=0.01)
    fair = best_prices(hill((1.2, 2.0)), Limits(share=0.0, fair_renewal=True))
    assert fair is not None
    assert fair.renewal <= fair.first + 1e-9
    assert best_prices(hill((2.0, 1.5)), Limits(share=1.1)) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_the_optimiser_beats_every_pair_on_the_map_that_keeps_the_limits(seed: int) -> None:
    finding = simulate(Insurer(seed=seed))
    best = finding.believed.profit[finding.kept_believed].max()
    assert finding.results["found"].promised >= best - 1e-9
    assert finding.results["truth"].profit >= finding.true.profit[finding.kept_true].max() - 1e-9


def test_a_tighter_limit_never_pays() -> None:
    free = simulate(Insurer(by_lot=3_000)).results["found"].promised
    fair = simulate(Insurer(by_lot=3_000, fair_renewal=True)).results["found"].promised
    large = simulate(Insurer(by_lot=3_000, share=45)).results
    assert fair < free
    assert "found" not in large or large["found"].promised <= free


def test_the_same_seed_gives_the_same_finding() -> None:
    simulate.cache_clear()
    first = simulate(Insurer(seed=6))
    simulate.cache_clear()
    assert simulate(Insurer(seed=6)).results == first.results
    assert simulate(Insurer(seed=7)).results != first.results
    assert first.believed.profit.shape == (len(grid()), len(grid()))
