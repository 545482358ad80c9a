"""The bookshop against its own truth: what rankings cause, and what only a draw can teach."""

from dataclasses import replace

import numpy as np
import pytest

from core.drivetrain.simulators.recommendation.bookshop import draw_customers, true_chances
from core.drivetrain.simulators.recommendation.models import LOGGED, fit_uplift, last_month
from core.drivetrain.simulators.recommendation.study import (
    BY_LOT,
    COST_BY_LOT,
    MARGIN,
    VISITORS,
    Shop,
    simulate,
    sold,
)

SEEDS = (1, 2, 3)
HABIT = 1.1


@pytest.mark.parametrize("seed", SEEDS)
def test_with_many_draws_uplift_causes_nearly_what_the_truth_would(seed: int) -> None:
    sales = simulate(Shop(by_lot=LOGGED, seed=seed)).sales
    assert sales["uplift"].caused > 0.92 * sales["truth"].caused


@pytest.mark.parametrize("seed", SEEDS)
def test_without_a_draw_uplift_has_nothing_to_learn_from(seed: int) -> None:
    month = simulate(Shop(by_lot=0, seed=seed))
    assert month.sales["uplift"].caused < 0.6 * month.sales["truth"].caused
    assert month.estimated[-1] > 1.5 * month.real[-1]


@pytest.mark.parametrize("seed", SEEDS)
def test_predicted_purchases_sell_most_and_cause_little(seed: int) -> None:
    sales = simulate(Shop(by_lot=3_000, seed=seed)).sales
    assert sales["purchase"].after > sales["uplift"].after
    assert sales["purchase"].caused < 0.25 * sales["uplift"].caused


def test_no_choice_of_books_causes_more_than_the_true_uplift() -> None:
    chances = true_chances(draw_customers(500, 5, 9), HABIT)
    best = sold("truth", chances.uplift.argmax(axis=1), chances).caused
    draws = np.random.default_rng(0).integers(0, chances.shown.shape[1], (50, 500))
    assert all(sold("draw", chosen, chances).caused <= best for chosen in draws)


def test_sales_are_the_sum_of_the_true_chances() -> None:
    """Counted by hand for one book for everybody."""
    chances = true_chances(draw_customers(40, 5, 9), HABIT)
    found = sold("same", np.full(40, 3), chances)
    assert found.after == pytest.approx(chances.shown[:, 3].sum())
    assert found.anyway == pytest.approx(chances.unshown[:, 3].sum())
    assert found.books[3] == 40


def test_showing_never_lowers_a_chance_and_more_habit_raises_sales_without_it() -> None:
    customers = draw_customers(300, 4, 9)
    weak, strong = true_chances(customers, 0.5), true_chances(customers, 1.5)
    assert (weak.uplift >= 0).all()
    assert strong.unshown.mean() > weak.unshown.mean()


def test_the_models_never_see_the_hidden_intent() -> None:
    """Two logs that differ in the intent only, with the same purchases, give the same model."""
    log = last_month(HABIT, 1).log(2_000)
    blank = replace(log.customers, intent=np.zeros_like(log.customers.intent))
    before = fit_uplift(log).uplift(log.customers)
    assert np.array_equal(before, fit_uplift(replace(log, customers=blank)).uplift(blank))


def test_draws_leave_the_shown_and_the_others_alike_and_the_old_recommender_does_not() -> None:
    month = last_month(HABIT, 2)
    rows = np.arange(LOGGED)
    drawn, chosen = month.log(LOGGED), month.log(0)
    intent = month.customers.intent
    assert abs(intent[rows, drawn.shown].mean()) < 0.05
    assert intent[rows, chosen.shown].mean() > 0.5


def test_money_left_is_what_was_caused_less_what_the_draws_cost() -> None:
    month = simulate(Shop(by_lot=300, seed=2))
    trial = month.trial(300)
    assert trial.earned == pytest.approx(trial.caused * MARGIN - 300 * COST_BY_LOT)
    assert trial.caused == pytest.approx(month.sales["uplift"].caused)
    assert all(trial.earned <= month.best_trial.earned for trial in month.trials)
    assert [trial.by_lot for trial in month.trials] == list(BY_LOT)


def test_the_same_seed_gives_the_same_month_and_another_seed_another() -> None:
    simulate.cache_clear()
    first = simulate(Shop(seed=4))
    simulate.cache_clear()
    assert simulate(Shop(seed=4)) == first
    assert simulate(Shop(seed=5)).sales != first.sales
    assert sum(first.sales["uplift"].books) == VISITORS
