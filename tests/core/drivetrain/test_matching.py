"""Costs of a plan's classes come to the classes of pictures: the same, a similar one, or none."""

import pytest

from core.drivetrain.costs.costs import AsBadAs, Case, Costs
from core.drivetrain.costs.matching import NONE, matched, suggested, unmatched
from core.drivetrain.costs.starting_costs import (
    as_among,
    classes_named,
    load_costs,
    match,
    pictures_of,
    save_costs,
    starting_costs,
    to_match,
)
from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.project.project import Project
from tests.core.project.pictures import picture


def campsite() -> Costs:
    """A plan of three classes, with a sentence said."""
    alarm, miss = Case(action="Alarm", when="no bear"), Case(action="Wait", when="grizzly bear")
    return Costs(
        table={
            "Alarm": {"grizzly bear": 0, "black bear": 0.5, "no bear": 1},
            "Wait": {"grizzly bear": 500, "black bear": 20, "no bear": 0},
        },
        idle="Wait",
        rates={"grizzly bear": 2, "black bear": 8, "no bear": 990},
        ask="Ask a human",
        look=0.3,
        looks_a_day=5,
        pictures_a_day=400,
        said=[AsBadAs(case=miss, times=500, than=alarm)],
        assumed=False,
    )


def with_pictures(project: Project) -> None:
    save_plan(project, Plan(levers=[Lever(name="Alarm"), Lever(name="Wait")]))
    labels = ["black", "grizzly", "grizzly", "teddy"]
    project.dataset.add([picture(i, label=label) for i, label in enumerate(labels)])
    save_costs(project, campsite())


@pytest.mark.parametrize(
    ("pictures", "plan", "which"),
    [
        (["Black", "teddy"], ["black bear", "no bear"], {"Black": "black bear", "teddy": NONE}),
        (["bear"], ["no bear"], {"bear": NONE}),
        (["grizzlies"], ["grizzly"], {"grizzlies": "grizzly"}),
        (["bottles"], ["bottle"], {"bottles": "bottle"}),
        (["late_blight"], ["late blight"], {"late_blight": "late blight"}),
        (["bear", "bears"], ["bear"], {"bear": "bear", "bears": NONE}),
        (["three"], ["healing"], {"three": NONE}),
    ],
)
def test_the_same_or_a_similar_name_is_suggested_once(
    pictures: list[str], plan: list[str], which: dict[str, str]
) -> None:
    assert suggested(pictures, plan) == which


def test_nothing_is_to_match_where_one_side_has_nothing_left() -> None:
    costs = campsite()
    assert unmatched(costs, [*costs.classes, "fox"]) is None
    assert unmatched(costs, ["no bear", "black bear"]) is None


def test_what_is_similar_is_taken_at_once_and_the_rest_is_asked(project: Project) -> None:
    with_pictures(project)
    open_ = to_match(project)
    assert open_ is not None
    assert open_.pictures == ["black", "grizzly", "teddy"]
    assert open_.suggested == {"black": "black bear", "grizzly": "grizzly bear", "teddy": NONE}
    costs = load_costs(project)
    assert set(costs.classes) == {"black", "grizzly", "teddy"}
    assert costs.table["Wait"]["grizzly"] == 500
    assert costs.actions == ["Alarm", "Wait"]
    assert costs.per_1000()["teddy"] == pytest.approx(250), "new: as often as among the pictures"
    assert costs.per_1000()["grizzly"] == pytest.approx(750 * 2 / 10)


def test_a_matching_is_kept_with_costs_rates_and_sentences(project: Project) -> None:
    with_pictures(project)
    match(project, {"black": "black bear", "grizzly": "grizzly bear", "teddy": "no bear"})
    assert to_match(project) is None
    costs = load_costs(project)
    assert costs.rates == {"black": 8, "grizzly": 2, "teddy": 990}
    assert costs.table["Wait"] == {"black": 20, "grizzly": 500, "teddy": 0}
    [said] = costs.still_said()
    assert (said.case.when, said.than.when) == ("grizzly", "teddy")
    assert set(project.dataset.classes()) == {"black", "grizzly", "teddy"}


def test_none_is_an_answer_too(project: Project) -> None:
    with_pictures(project)
    match(project, {"black": NONE, "grizzly": NONE, "teddy": NONE})
    assert to_match(project) is None
    costs = load_costs(project)
    assert costs.actions == ["Alarm", "Wait"] and costs.look == 0.3
    assert as_among(pictures_of(project), costs)


def test_two_classes_of_pictures_can_be_one_of_the_plan() -> None:
    chosen = {"brown": "grizzly bear", "huge": "grizzly bear", "toy": "no bear"}
    costs = matched(campsite(), chosen, {"brown": 3, "huge": 1, "toy": 5})
    assert costs.rates == {"brown": 1.5, "huge": 0.5, "toy": 990}
    assert costs.table["Wait"]["huge"] == 500


def test_rates_are_called_those_of_the_pictures_only_where_they_are() -> None:
    counts = {"bear": 30, "fox": 70}
    start = starting_costs(["Alarm"], counts, {})
    assert as_among(counts, start)
    assert not as_among(counts, start.with_rate("bear", 10))
    assert not as_among({"bear": 30, "fox": 60, "dog": 10}, start)


def test_a_new_class_turns_up_as_often_as_among_the_pictures(digits: Project) -> None:
    save_plan(digits, Plan(levers=[Lever(name="Ring the bell")]))
    counts = digits.dataset.classes()
    first, *others = counts
    start = load_costs(digits, others)
    save_costs(digits, start.with_rate(others[0], 900))
    rates = load_costs(digits).per_1000()
    share = 1000 * counts[first] / sum(counts.values())
    assert rates[first] == pytest.approx(share)
    assert rates[others[0]] == pytest.approx(0.9 * (1000 - share))


def test_an_empty_class_is_not_priced_once_there_are_pictures(project: Project) -> None:
    project.dataset.add_class("fox")
    assert load_costs(project).classes == ["fox"]
    project.dataset.add([picture(1, label="cat"), picture(2, label="dog")])
    assert load_costs(project).classes == ["cat", "dog"]


@pytest.mark.parametrize(
    ("fear", "objective", "named"),
    [
        ("A grizzly comes at night", "No black bear is shot", ["grizzly", "black"]),
        ("", "Teddies stay; grizzlies go", ["teddy", "grizzly"]),
        ("A blackbird sings", "", []),
    ],
)
def test_the_classes_that_a_plan_names(fear: str, objective: str, named: list[str]) -> None:
    plan = Plan(fear=fear, objective=objective)
    assert classes_named(plan, ["black", "grizzly", "teddy"]) == named


def test_the_mistake_to_speak_of_first_is_about_what_the_plan_names() -> None:
    """All mistakes cost 1: then the plan decides, not the alphabet."""
    start = starting_costs(
        ["Alarm", "Wait"], {"black": 3, "grizzly": 3, "teddy": 3}, {}, ["grizzly"]
    )
    first, about = start.feared(), start.feared(["grizzly"])
    assert first is not None and about is not None
    assert (first.case.when, about.case.when) != ("grizzly", "black")
    assert about.case.when == "grizzly"
    costlier = start.with_cost(Case(action="Alarm", when="teddy"), 9)
    said = costlier.feared(["grizzly"])
    assert said is not None and said.case.when == "teddy"


def test_doing_nothing_is_hardly_right_for_what_the_plan_speaks_of() -> None:
    counts = {"black": 3, "grizzly": 9, "teddy": 3}
    costs = starting_costs(["Alarm", "Wait"], counts, {}, ["grizzly", "black"])
    assert [costs.right(name) for name in counts] == ["Alarm", "Alarm", "Wait"]
