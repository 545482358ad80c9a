"""What is worth more now: by hand where it can be done, and never a loss."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.decide.sensitivity import expected_cost, improvements, seen_through, with_hedge
from core.drivetrain.decide.stream import Stream
from tests.core.drivetrain.problems import pictures, problems, stakes

Problem = tuple[Stakes, Stream]


def coin() -> Problem:
    """One kind of picture, fifty-fifty; every mistake costs 1, nobody can look."""
    return stakes([[0, 1], [1, 0]]), pictures([[0.5, 0.5]], [0], [1.0])


@settings(max_examples=50)
@given(problems())
def test_no_improvement_does_harm_and_none_beats_a_perfect_model(problem: Problem) -> None:
    costs, stream = problem
    now = 1000 * expected_cost(costs, stream)
    perfect = 1000 * float(stream.weights @ (stream.probs @ costs.best))
    for improvement in improvements(costs, stream):
        assert improvement.saved >= 0
        if improvement.key != "mistakes":
            assert improvement.saved <= now - perfect + 1e-6


@given(problems())
def test_a_model_that_sees_through_everything_is_perfect(problem: Problem) -> None:
    costs, stream = problem
    perfect = float(stream.weights @ (stream.probs @ costs.best))
    assert seen_through(costs, stream, np.ones(len(costs.classes))) == pytest.approx(perfect)
    nothing = seen_through(costs, stream, np.zeros(len(costs.classes)))
    assert nothing == pytest.approx(expected_cost(costs, stream))


def test_a_quarter_of_the_doubt_gone_saves_a_quarter_by_hand() -> None:
    saved = {one.key: one.saved for one in improvements(*coin())}
    assert saved["model"] == pytest.approx(1000 * 0.5 * 0.25)
    assert saved["lever"] == pytest.approx(1000 * (0.5 - 0.25))
    assert saved["looks"] == 0


def test_one_class_half_seen_through_by_bayes_by_hand() -> None:
    """Half of class 0 known: what is left is 1 to 2, so of 0.75 a third goes wrong."""
    costs, stream = coin()
    assert seen_through(costs, stream, np.array([0.5, 0.0])) == pytest.approx(0.25)


def test_more_looks_are_worth_what_the_next_pictures_would_save() -> None:
    costs, stream = coin()
    some = replace(costs, capacity=0.4, look=0.1)
    saved = {one.key: one.saved for one in improvements(some, stream)}
    assert saved["looks"] == pytest.approx(1000 * 0.1 * (0.5 - 0.1))


def test_the_mistake_worth_cheapening_is_named() -> None:
    alarm = stakes([[0, 1], [100, 0]], rates=[0.5, 0.5])
    stream = pictures([[0.02, 0.98], [0.001, 0.999]], [0, 1], [1.0, 9.0])
    found = {one.key: one for one in improvements(alarm, stream)}
    assert found["mistakes"].about == ("action 0", "class 1"), "the false alarm it always sounds"


def test_a_hedge_is_a_quarter_of_the_worst_harm() -> None:
    hedged = with_hedge(stakes([[0, 4], [8, 0]]))
    assert hedged.table[-1].tolist() == [2.0, 1.0]
