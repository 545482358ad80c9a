"""The cheapest policy against brute force and a general solver, and what must always hold of it."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from core.drivetrain.costs.costs import Case, Costs
from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.costs.starting_costs import save_costs
from core.drivetrain.decide.decision import DECISION, Decision, load_decision, save_decision
from core.drivetrain.decide.policy import Policy, action_for, cheapest_policy
from core.drivetrain.decide.rule_words import decision_in_short, decision_words, sums
from core.drivetrain.decide.sensitivity import expected_cost
from core.drivetrain.decide.stream import Stream
from core.drivetrain.decide.worth import cheapest_simple, worths
from core.project.project import Project
from tests.core.drivetrain.problems import pictures, problems, stakes
from tests.core.project.pictures import store_setting

Problem = tuple[Stakes, Stream]


def cheapest_by_linear_programme(problem: Stakes, stream: Stream) -> float:
    """The least expected cost over all (also mixed) policies, by a solver that knows nothing of
    how ours goes about it: one variable a picture and action, the last one asking a human."""
    costs = np.hstack([stream.probs @ problem.table.T, (stream.probs @ problem.asking)[:, None]])
    count, actions = costs.shape
    once = np.kron(np.eye(count), np.ones(actions))
    looks = (stream.weights[:, None] * np.eye(actions)[-1]).ravel()[None]
    solved = linprog(
        (costs * stream.weights[:, None]).ravel(),
        A_ub=looks,
        b_ub=[problem.capacity],
        A_eq=once,
        b_eq=np.ones(count),
    )
    return float(solved.fun)


def cheapest_by_trying_all(problem: Stakes, stream: Stream) -> float:
    """The least expected cost over every whole policy within the capacity."""
    costs = np.hstack([stream.probs @ problem.table.T, (stream.probs @ problem.asking)[:, None]])
    ask, rows = costs.shape[1] - 1, np.arange(len(costs))
    return min(
        float(stream.weights @ costs[rows, list(chosen)])
        for chosen in product(range(ask + 1), repeat=len(costs))
        if stream.weights[np.array(chosen) == ask].sum() <= problem.capacity + 1e-12
    )


def alarm_share(policy: Policy, problem: Stakes, stream: Stream) -> float:
    """The share of pictures about which something is done, a human's look included."""
    alone = policy.acts != problem.idle
    return float(stream.weights @ (policy.asked + (1 - policy.asked) * alone))


@settings(max_examples=60)
@given(problems())
def test_no_policy_within_the_capacity_is_cheaper(problem: Problem) -> None:
    found = expected_cost(*problem)
    assert found == pytest.approx(cheapest_by_linear_programme(*problem), abs=1e-6)
    assert found <= cheapest_by_trying_all(*problem) + 1e-9


@settings(max_examples=60)
@given(problems())
def test_with_enough_or_without_any_looks_trying_all_finds_the_same(problem: Problem) -> None:
    for capacity in (0.0, 1.0):
        limited = replace(problem[0], capacity=capacity)
        tried = cheapest_by_trying_all(limited, problem[1])
        assert expected_cost(limited, problem[1]) == pytest.approx(tried, abs=1e-9)


@given(problems())
def test_humans_are_never_asked_more_than_they_can_look(problem: Problem) -> None:
    policy = cheapest_policy(*problem)
    assert policy.asked @ problem[1].weights <= problem[0].capacity + 1e-9
    assert ((policy.asked >= 0) & (policy.asked <= 1 + 1e-12)).all()


@given(problems())
def test_the_price_of_a_look_sorts_the_pictures(problem: Problem) -> None:
    """The Lagrange multiplier: who is asked saves at least the price, who is not at most."""
    costs, stream = problem
    policy = cheapest_policy(costs, stream)
    saves = (stream.probs @ costs.table.T).min(axis=1) - stream.probs @ costs.asking
    assert (saves[policy.asked > 1e-9] >= policy.price - 1e-9).all()
    assert (saves[policy.asked < 1 - 1e-9] <= policy.price + 1e-9).all()


@given(problems(), st.lists(st.floats(0, 100), min_size=3, max_size=3))
def test_one_more_lever_never_raises_the_cost(problem: Problem, row: list[float]) -> None:
    costs, stream = problem
    longer = np.vstack([costs.table, [row[: len(costs.classes)]]])
    more = replace(costs, table=longer, actions=[*costs.actions, "new"])
    assert expected_cost(more, stream) <= expected_cost(costs, stream) + 1e-9


@given(problems(), st.floats(0, 1))
def test_more_looks_never_raise_the_cost(problem: Problem, more: float) -> None:
    costs, stream = problem
    wider = replace(costs, capacity=min(1.0, costs.capacity + more))
    assert expected_cost(wider, stream) <= expected_cost(costs, stream) + 1e-9


@given(problems(), st.floats(0, 500))
def test_costlier_misses_never_lower_the_alarm_rate(problem: Problem, costlier: float) -> None:
    costs, stream = replace(problem[0], capacity=0.0), problem[1]
    table = costs.table.copy()
    table[costs.idle, 0] += costlier
    after = replace(costs, table=table)
    before_share = alarm_share(cheapest_policy(costs, stream), costs, stream)
    assert alarm_share(cheapest_policy(after, stream), after, stream) >= before_share - 1e-9


def test_the_few_looks_go_where_they_save_most() -> None:
    """Three pictures, looks for half of them: by hand the doubts save 0.4, 0.3 and 0.2."""
    doubts = pictures([[0.6, 0.4], [0.7, 0.3], [0.8, 0.2]], [0, 0, 0], [1, 1, 1])
    policy = cheapest_policy(stakes([[0, 1], [1, 0]], look=0.0, capacity=0.5), doubts)
    assert policy.asked.tolist() == pytest.approx([1.0, 0.5, 0.0])
    assert policy.price == pytest.approx(0.3)


def test_nobody_to_look_means_no_look_at_any_price() -> None:
    policy = cheapest_policy(stakes([[0, 1], [1, 0]], look=0.0), pictures([[0.5, 0.5]], [0], [1.0]))
    assert policy.asked.tolist() == [0.0]
    assert policy.price == float("inf")


def campsite() -> Costs:
    return Costs(
        table={"Alarm": {"bear": 0, "fox": 1}, "Do nothing": {"bear": 500, "fox": 0}},
        idle="Do nothing",
        rates={"bear": 10, "fox": 990},
        look=0.1,
        looks_a_day=0,
        pictures_a_day=100,
    )


def decided(project: Project, costs: Costs, look_price: float | None = None) -> None:
    save_costs(project, costs)
    save_decision(
        project,
        Decision(
            at=0.0,
            run_id="run",
            classes=["bear", "fox"],
            seen=[0.5, 0.5],
            temperature=1.0,
            look_price=look_price,
            costs=costs,
            strategies=[],
        ),
    )


def test_without_a_decision_there_is_no_advice(project: Project) -> None:
    assert action_for(project, {"bear": 0.5, "fox": 0.5}) is None


def test_advice_for_one_picture_by_hand(project: Project) -> None:
    """Says fox, 80 %; in real life bears are 1 in 100 and not 1 in 2, and a miss costs 500."""
    decided(project, campsite())
    advice = action_for(project, {"fox": 0.8, "bear": 0.2})
    assert advice is not None
    bear = 0.2 * 0.02 / (0.2 * 0.02 + 0.8 * 1.98)
    assert advice.chances["bear"] == pytest.approx(bear)
    assert advice.costs["Do nothing"] == pytest.approx(500 * bear)
    assert (advice.action, advice.usual, advice.asks) == ("Alarm", "Do nothing", False)
    assert advice.other_model


def test_a_look_is_advised_when_it_saves_more_than_its_price(project: Project) -> None:
    for price, action in ((0.0, "Ask a human"), (5.0, "Alarm"), (None, "Alarm")):
        decided(project, campsite(), look_price=price)
        advice = action_for(project, {"bear": 0.2, "fox": 0.8})
        assert advice is not None and advice.action == action


def test_a_day_that_is_full_is_told_from_a_look_that_does_not_pay(project: Project) -> None:
    for look, price, full in (
        (0.1, 5.0, True),
        (0.1, None, True),
        (0.1, 0.0, False),
        (9, 0.0, False),
    ):
        decided(project, campsite().changed(look=look, looks_a_day=1), look_price=price)
        advice = action_for(project, {"bear": 0.2, "fox": 0.8})
        assert advice is not None and advice.day_is_full == full
        assert advice.look_saves == pytest.approx(advice.costs["Alarm"] - look, abs=1e-9)


def test_a_decision_kept_with_rules_in_words_opens_without_them(project: Project) -> None:
    """Those rules were false for three classes; what was followed all along is said instead."""
    decided(project, campsite())
    kept = project.settings.get(DECISION)
    assert kept is not None
    older = kept.model_dump(exclude={"pictures", "expected"})
    store_setting(project, "decision", {**older, "rules": ["Chance of fox below 7 %: Alarm"]})
    opened = load_decision(project)
    assert opened is not None
    assert (opened.costs, opened.look_price) == (kept.costs, kept.look_price)
    words = [*decision_words(opened), decision_in_short(opened)]
    assert not any("7 %" in one for one in words)
    assert words[:-1] == decision_words(kept)


def test_what_is_printed_is_what_predict_does(project: Project) -> None:
    for price in (0.0, 0.5, None):
        decided(project, campsite(), look_price=price)
        made = load_decision(project)
        assert made is not None
        for bear in (0.0, 0.01, 0.1, 0.2, 0.5, 0.9, 1.0):
            advice = action_for(project, {"bear": bear, "fox": 1 - bear})
            assert advice is not None
            cheapest = min(sums(made.rule), key=lambda one: one.of(advice.chances))
            assert cheapest.action == advice.action


def test_a_decision_about_other_classes_gives_no_advice(project: Project) -> None:
    decided(project, campsite())
    assert action_for(project, {"cat": 1.0}) is None


def test_a_decision_comes_back_as_it_was_kept(project: Project) -> None:
    costs = campsite().with_cost(Case(action="Alarm", when="fox"), 2.5)
    decided(project, costs, look_price=0.25)
    kept = load_decision(project)
    assert kept is not None
    assert (kept.costs, kept.look_price) == (costs, 0.25)
    store_setting(project, "decision", {"run_id": 3})
    assert load_decision(project) is None


def test_what_nobody_could_do_is_not_the_cheapest_simple_rule() -> None:
    """Asking about everything costs 0.1, and there are looks for one picture in ten."""
    doubts = pictures([[0.6, 0.4], [0.4, 0.6]], [1, 0], [1, 1])
    few, many = (stakes([[0, 1], [1, 0]], look=0.1, capacity=there) for there in (0.1, 1.0))
    assert "ask" in cheapest_simple(worths(many, doubts), many)
    assert "ask" not in cheapest_simple(worths(few, doubts), few)
