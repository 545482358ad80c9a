"""Costs in words and numbers, what they start from, and what strategies cost by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.drivetrain.costs.costs import AsBadAs, CannotSay, Case, Costs
from core.drivetrain.costs.starting_costs import (
    load_costs,
    save_costs,
    starting_costs,
    with_asker,
)
from core.drivetrain.decide.policy import cheapest_policy
from core.drivetrain.decide.two_models import scored, two_models
from core.drivetrain.decide.worth import blind_spot, worths
from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.project.project import Project
from tests.core.drivetrain.problems import pictures, stakes
from tests.core.project.pictures import store_setting

MISS = Case(action="Do nothing", when="bear")
FALSE_ALARM = Case(action="Alarm", when="fox")
BEARS = {"bear": 30, "fox": 70}


def start() -> Costs:
    return starting_costs(["Alarm"], BEARS, {"bear": "Alarm"})


def test_the_start_takes_levers_and_classes_and_hides_nothing() -> None:
    costs = start()
    assert costs.assumed
    assert costs.table == {"Alarm": {"bear": 0, "fox": 1}, "Do nothing": {"bear": 1, "fox": 0}}
    assert costs.per_1000() == {"bear": 300, "fox": 700}


def test_a_lever_where_somebody_looks_asks_the_human() -> None:
    costs = starting_costs(["Send a ranger to look", "Alarm", "Do nothing at all"], BEARS, {})
    assert (costs.ask, costs.idle) == ("Send a ranger to look", "Do nothing at all")
    assert set(costs.actions) == {"Alarm", "Do nothing at all"}


def test_without_levers_there_is_one_action_a_class() -> None:
    costs = starting_costs([], {"three": 5, "five": 5}, {})
    assert costs.actions == ["Treat as three", "Treat as five", "Do nothing"]
    assert costs.right("five") == "Treat as five"


def test_a_sentence_prices_the_mistake_and_stays_while_it_is_true() -> None:
    said = AsBadAs(case=MISS, times=500, than=FALSE_ALARM)
    costs = start().with_words(said)
    assert costs.of(MISS) == 500
    assert (costs.still_said(), costs.assumed) == ([said], False)
    assert costs.with_cost(FALSE_ALARM, 2.0).still_said() == []


@given(st.lists(st.floats(0.01, 1e4), min_size=1, max_size=5))
def test_the_last_sentence_about_a_mistake_counts(times: list[float]) -> None:
    costs = start()
    for each in times:
        costs = costs.with_words(AsBadAs(case=MISS, times=each, than=FALSE_ALARM))
    assert costs.of(MISS) == pytest.approx(times[-1])
    assert len(costs.still_said()) == 1


def test_nothing_is_many_times_as_bad_as_what_costs_nothing() -> None:
    free = Case(action="Alarm", when="bear")
    with pytest.raises(CannotSay, match="costs nothing"):
        start().with_words(AsBadAs(case=MISS, times=5, than=free))
    with pytest.raises(CannotSay, match="not with itself"):
        start().with_words(AsBadAs(case=MISS, times=5, than=MISS))


@pytest.mark.parametrize("cost", [-1.0, float("nan"), float("inf")])
def test_a_cost_is_a_number_from_zero_up(cost: float) -> None:
    with pytest.raises(ValidationError):
        start().with_cost(MISS, cost)


def test_the_right_action_can_be_changed_also_between_equals() -> None:
    assert start().with_right("fox", "Alarm").right("fox") == "Alarm"
    equal = start().with_cost(FALSE_ALARM, 0.0)
    assert equal.with_right("fox", "Do nothing").right("fox") == "Do nothing"


@given(st.floats(0, 1000))
def test_real_life_always_adds_up_to_1000(often: float) -> None:
    rates = start().with_rate("bear", often).per_1000()
    assert rates["bear"] == pytest.approx(often)
    assert sum(rates.values()) == pytest.approx(1000)


def test_costs_are_kept_and_completed_for_what_is_new(digits: Project) -> None:
    first = digits.dataset.images()[0].label
    save_plan(digits, Plan(levers=[Lever(name="Ring the bell")]))
    case = Case(action="Ring the bell", when=first)
    save_costs(digits, load_costs(digits).with_cost(case, 42.0))
    save_plan(digits, Plan(levers=[Lever(name="Ring the bell"), Lever(name="Whistle")]))
    costs = load_costs(digits)
    assert costs.of(case) == 42.0
    assert costs.assumed, "the new lever's costs are assumed, and that must be said"
    assert set(costs.actions) == {"Ring the bell", "Whistle", "Do nothing"}
    save_plan(digits, Plan(levers=[Lever(name="Whistle")]))
    assert "Ring the bell" not in load_costs(digits).actions


def test_damaged_costs_fall_back_to_the_start(digits: Project) -> None:
    store_setting(digits, "costs", {"table": {"x": {}}})
    assert load_costs(digits).assumed


def test_any_lever_can_be_the_one_where_a_human_looks(digits: Project) -> None:
    save_plan(digits, Plan(levers=[Lever(name="Ring the bell"), Lever(name="Fetch Ann")]))
    save_costs(digits, with_asker(load_costs(digits), "Fetch Ann"))
    costs = load_costs(digits)
    assert costs.ask == "Fetch Ann" and "Fetch Ann" not in costs.actions
    save_costs(digits, with_asker(costs, "Ask a human"))
    assert "Fetch Ann" in load_costs(digits).actions


def hundred() -> tuple:  # type: ignore[type-arg]
    """Ten bears and ninety foxes in 100; the model is sure of nine bears and of all foxes."""
    alarm = stakes([[0, 1], [50, 0]], rates=[0.1, 0.9], look=0.2, capacity=0.0)
    probs = [[0.99, 0.01]] * 9 + [[0.001, 0.999]] + [[0.001, 0.999]] * 90
    return alarm, pictures(probs, [0] * 10 + [1] * 90, [1.0] * 100)


def test_what_each_strategy_costs_by_hand() -> None:
    found = worths(*hundred())
    assert {key: pytest.approx(worth.cost) for key, worth in found.items()} == {
        "nothing": 5000,  # 100 bears in 1,000, 50 each
        "always": 900,  # 900 foxes, a false alarm each
        "argmax": 500,  # the ten bears it calls foxes
        "ask": 200,  # 1,000 looks
        "policy": 500,  # 0.1 % of 50 is less than a false alarm, and nobody can look
        "perfect": 0,
    }
    assert found["ask"].looks == pytest.approx(1000)


def test_the_likely_range_holds_the_cost_and_is_a_point_without_doubt() -> None:
    found = worths(*hundred())
    assert found["policy"].low < found["policy"].cost < found["policy"].high
    assert found["nothing"].low == pytest.approx(found["nothing"].high)


def test_the_likely_range_is_the_binomial_one() -> None:
    """A miss in ten bears: the bootstrap's range is that of a binomial with 10 draws."""
    draws = np.random.default_rng(1).binomial(10, 0.1, 200_000) * 500
    low, high = np.percentile(draws, [2.5, 97.5])
    policy = worths(*hundred())["policy"]
    assert (policy.low, policy.high) == (pytest.approx(low), pytest.approx(high, abs=501))


def test_mistakes_that_nobody_saw_are_not_taken_for_none() -> None:
    alarm = stakes([[0, 1], [100, 0]], rates=[0.5, 0.5])
    seen = pictures([[1, 0]] * 4 + [[0.001, 0.999]] * 4, [0] * 4 + [1] * 4, [1.0] * 8)
    spot = blind_spot(alarm, seen, cheapest_policy(alarm, seen))
    assert spot is not None
    assert (spot.when, spot.pictures) == ("class 0", 4)
    assert spot.cost == pytest.approx(1000 * 0.5 * 100 * 3.8415 / (4 + 3.8415), rel=1e-3)


def test_the_more_accurate_of_the_ready_made_pair_is_the_costlier_one() -> None:
    sure, doubtful = scored(two_models(), 500.0)
    assert sure.accuracy > doubtful.accuracy
    assert sure.cost == pytest.approx(500 * 5 * 0.2 + 995 * 5 / 900)
    assert doubtful.cost == pytest.approx(500 * 5 * 0.01 + 995 * 58 / 900)
    cheap_misses = scored(two_models(), 1.0)
    assert cheap_misses[0].cost - cheap_misses[1].cost < sure.cost - doubtful.cost
