"""The rule that is printed does what the policy does, for every chance of every class."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.decide.groups import groups, looks
from core.drivetrain.decide.policy import changed_rows, cheapest_policy
from core.drivetrain.decide.regions import regions
from core.drivetrain.decide.rule import Rule, bar_between, rule_of
from core.drivetrain.decide.rule_words import bands, rule_words, sums, threshold_words
from core.drivetrain.decide.stream import Stream
from core.statistics import Floats
from core.words import all_figures
from tests.core.drivetrain.problems import pictures, problems, stakes

Problem = tuple[Stakes, Stream]
ANY_CLASSES = problems(least=2, most=6)
CLOSE = 1e-6


def rule_for(problem: Problem) -> Rule:
    return rule_of(problem[0], "ask", cheapest_policy(*problem).bar)


def shares(classes: int) -> st.SearchStrategy[list[float]]:
    """The chances of so many classes, corners and edges included."""
    each = st.one_of(st.just(0.0), st.floats(0.001, 1))
    some = st.lists(each, min_size=classes, max_size=classes).filter(lambda one: sum(one) > 0)
    return some.map(lambda one: [share / sum(one) for share in one])


@settings(max_examples=150)
@given(ANY_CLASSES, st.data())
def test_the_printed_sums_choose_what_the_rule_does(problem: Problem, data: st.DataObject) -> None:
    """Calculated with the figures as they are printed, as a reader would."""
    rule = rule_for(problem)
    chances = data.draw(shares(len(rule.classes)))
    by_name = dict(zip(rule.classes, chances, strict=True))
    printed = [
        one._replace(costs={name: as_printed(cost) for name, cost in one.costs.items()})
        for one in sums(rule)
    ]
    chosen = rule.names[int(rule.chosen(np.array([chances]))[0])]
    costs = {one.action: one.of(by_name) for one in printed}
    assert costs[chosen] == pytest.approx(min(costs.values()), abs=CLOSE)


def as_printed(cost: float) -> float:
    """The number that a reader of the rule calculates with."""
    return float(all_figures(cost).replace(",", ""))


@settings(max_examples=150)
@given(ANY_CLASSES)
def test_the_rule_does_with_each_picture_what_the_policy_does(problem: Problem) -> None:
    """With few looks, too: only pictures on the border, which save just the price of a look, may
    be looked at in part."""
    costs, stream = problem
    policy, rule = cheapest_policy(costs, stream), rule_for(problem)
    chosen = rule.chosen(stream.probs)
    by_rule = np.array([rule.is_asking(int(one)) for one in chosen])
    expected = stream.probs @ costs.table.T
    saves = expected.min(axis=1) - stream.probs @ costs.asking
    border = np.isclose(saves, policy.price, atol=CLOSE) | (abs(saves) < CLOSE)
    assert (by_rule == (policy.asked > 1 - CLOSE))[~border].all()
    assert (by_rule == (policy.asked > CLOSE))[~border].all()
    alone = np.flatnonzero(~by_rule)
    assert expected[alone, chosen[alone]] == pytest.approx(expected[alone].min(axis=1), abs=CLOSE)


@settings(max_examples=100)
@given(ANY_CLASSES)
def test_the_rule_never_sends_more_to_a_human_than_can_be_looked_at(problem: Problem) -> None:
    costs, stream = problem
    policy, rule = cheapest_policy(costs, stream), rule_for(problem)
    there = looks(rule, stream, policy, costs.capacity)
    assert there.asked + there.on_the_border <= costs.capacity + CLOSE
    asking = sum(group.share for group in groups(rule, stream) if group.asks)
    assert asking <= costs.capacity + CLOSE
    assert there.asked == pytest.approx(asking, abs=CLOSE)


@settings(max_examples=100)
@given(problems(least=2, most=2), st.floats(0, 1))
def test_the_bands_of_two_classes_are_the_rule(problem: Problem, chance: float) -> None:
    rule = rule_for(problem)
    found = bands(rule, "class 0")
    assert (found[0].low, found[-1].high) == (0.0, 1.0)
    here = next(band for band in found if band.low <= chance <= band.high)
    costs = rule.sums(np.array([[chance, 1 - chance]]))[0]
    assert costs[rule.names.index(here.action)] == pytest.approx(costs.min(), abs=CLOSE)


@settings(max_examples=150)
@given(problems(least=3, most=3), st.data())
def test_the_pieces_of_the_triangle_are_the_rule(problem: Problem, data: st.DataObject) -> None:
    """Together they are the whole triangle, and in each its action is cheapest."""
    rule = rule_for(problem)
    found = regions(rule)
    assert sum(region.share for region in found) == pytest.approx(1, abs=CLOSE)
    for region in found:
        within = region.corners.T @ np.array(data.draw(shares(len(region.corners))))
        costs = rule.sums(within[None])[0]
        assert costs[region.action] == pytest.approx(costs.min(), abs=1e-5)
        assert region.middle.sum() == pytest.approx(1)


@pytest.mark.parametrize("classes", [3, 4])
def test_more_classes_have_no_thresholds(classes: int) -> None:
    rule = rule_of(stakes([[0.0] * classes, [1.0] * classes]), "ask", np.inf)
    assert threshold_words(rule, "class 0") == []
    with pytest.raises(ValueError):
        bands(rule, "class 0")


def test_a_triangle_needs_three_classes() -> None:
    with pytest.raises(ValueError):
        regions(rule_of(stakes([[0, 1], [1, 0]]), "ask", np.inf))


def test_one_picture_has_one_action_whatever_class_is_asked_about() -> None:
    """95, 4 and 1 %: the sum of each action by hand. As thresholds of one class at a time this was
    three different answers."""
    camp = stakes([[0, 0.5, 1], [500, 20, 0]], look=0.3)
    rule = rule_of(camp, "ask", 0.0)
    chances = np.array([[0.01, 0.04, 0.95]])
    assert rule.sums(chances)[0].tolist() == pytest.approx([0.97, 5.8, 0.3 + 0.04 * 0.5])
    assert rule.names[int(rule.chosen(chances)[0])] == "ask"


def test_the_threshold_of_an_alarm_by_hand() -> None:
    """A miss costs 99 false alarms: sound it from 1 in 100 on."""
    alarm = rule_of(stakes([[0, 1], [99, 0]], rates=[1, 9]), "ask", float("inf"))
    silent, loud = bands(alarm, "class 0")
    assert (silent.action, loud.action) == ("action 1", "action 0")
    assert silent.high == loud.low == pytest.approx(0.01)


def test_a_sum_names_each_cost_once_and_the_look_by_itself() -> None:
    rule = rule_of(stakes([[0, 1], [500, 0]], look=0.2), "ask", 0.4)
    found = {one.action: (one.always, one.costs) for one in sums(rule)}
    assert found["action 0"] == (0.0, {"class 1": 1.0})
    assert found["action 1"] == (0.0, {"class 0": 500.0})
    assert found["ask"] == (pytest.approx(0.6), {})
    assert len(rule_words(rule)) == 1 + len(rule.names)


def test_with_one_action_there_is_nothing_to_add_up() -> None:
    assert len(rule_words(rule_of(stakes([[0, 1]]), "ask", np.inf))) == 1


def test_the_bar_is_a_short_number_between_two_pictures() -> None:
    assert bar_between(0.31842, float("inf")) == 0.32
    assert bar_between(0.31842, 0.3185) == 0.31842
    assert bar_between(0.3184201, 0.3185) == 0.31843
    assert bar_between(123.4, 200.0) == 130
    assert bar_between(0.0, 1.0) == 0.0


@given(st.floats(1e-6, 1e6), st.floats(1e-9, 1))
def test_the_bar_stays_between_its_ends(least: float, further: float) -> None:
    bar = bar_between(least, least * (1 + further))
    assert least <= bar < least * (1 + further)


def test_groups_say_what_tips_each_picture() -> None:
    """Three pictures: the second one is close, and class 0 tips both alarms."""
    camp = stakes([[0, 1], [99, 0]])
    seen = pictures([[0.5, 0.5], [0.02, 0.98], [0.001, 0.999]], [0, 1, 1], [1, 1, 2])
    alarm, silence = groups(rule_of(camp, "ask", np.inf), seen)
    assert (alarm.action, alarm.rows, alarm.share) == ("action 0", [1, 0], 0.5)
    [tip] = alarm.tips
    assert (tip.when, tip.against, tip.pictures) == ("class 0", "action 1", 2)
    assert (tip.low, tip.high) == pytest.approx((0.02, 0.5))
    assert (silence.action, silence.rows) == ("action 1", [2])


def test_a_class_that_never_comes_is_still_decided_by_the_rule() -> None:
    """Its pictures weigh nothing, and are treated as the rule says all the same."""
    camp = replace(stakes([[0, 1], [99, 0]], look=0.1, capacity=1.0))
    seen = pictures([[0.5, 0.5], [0.5, 0.5]], [0, 1], [0, 1])
    policy = cheapest_policy(camp, seen)
    assert policy.asked.tolist() == [1.0, 1.0]
    assert changed_rows(camp, seen, rule_of(camp, "ask", policy.bar)) == [0, 1]


def figures(words: list[str]) -> Floats:
    return np.array([word.count("×") for word in words])


def test_only_what_costs_something_stands_in_a_sum() -> None:
    words = rule_words(rule_of(stakes([[0, 1, 2], [3, 0, 0]]), "ask", np.inf))
    assert figures(words).tolist() == [0, 2, 1]
