"""What a line is worth, against sums done by hand."""

import numpy as np
import pytest

from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.decide.rule import rule_of
from core.world.line_worth import class_weights, rule_costs

STAKES = Stakes(
    classes=["bear", "fox"],
    actions=["alarm", "nothing"],
    idle=1,
    table=np.array([[1.0, 5.0], [100.0, 0.0]]),
    rates=np.array([0.1, 0.9]),
    look=2.0,
    capacity=1.0,
)


def test_the_rules_action_is_paid_by_what_the_picture_really_shows() -> None:
    rule = rule_of(STAKES, "ask", np.inf)
    chances = np.array([[0.9, 0.1], [0.001, 0.999]])
    costs = rule_costs(STAKES, rule, chances, np.array([1, 0]))
    assert costs.tolist() == [5.0, 100.0]


def test_a_look_costs_its_price_and_the_right_action() -> None:
    rule = rule_of(STAKES, "ask", 0.0)
    costs = rule_costs(STAKES, rule, np.array([[0.3, 0.7]]), np.array([0]))
    assert costs.tolist() == [3.0]


def test_weights_follow_real_life_and_sum_to_one() -> None:
    weights = class_weights(np.array([0, 0, 1]), STAKES.rates)
    assert weights.tolist() == pytest.approx([0.05, 0.05, 0.9])
    assert class_weights(np.array([0]), STAKES.rates).tolist() == [1.0]
    assert class_weights(np.array([0]), np.array([0.0, 1.0])).tolist() == [1.0]
