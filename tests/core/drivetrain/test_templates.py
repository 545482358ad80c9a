"""Worked plans are whole, their costs ask for a model, and own words come back."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from core.drivetrain.costs.starting_costs import (
    as_among,
    can_be_priced,
    load_costs,
    pictures_of,
    to_match,
)
from core.drivetrain.plan.plan import Plan, load_plan, save_plan
from core.drivetrain.plan.start_from import (
    back_to_own_words,
    match_plan,
    own_words_aside,
    start_from,
)
from core.drivetrain.plan.templates import PlanTemplate, plan_templates
from core.project.project import Project
from core.starter.starter_sets import FIRST, STARTERS
from tests.core.project.pictures import picture, store_setting

FIELDS = {
    *("Health", "Farming", "Recycling", "Accessibility"),
    *("Library", "Sports", "Wildlife", "Factory"),
}


def with_change(**fields: Any) -> dict[str, Any]:
    """A good template as plain data, with some fields replaced."""
    return plan_templates()["potatoes"].model_dump() | fields


def test_every_field_of_work_has_a_plan() -> None:
    templates = plan_templates()
    assert len(templates) >= 8
    assert {template.field for template in templates.values()} >= FIELDS
    assert all(len(template.plan.named_levers) >= 3 for template in templates.values())


@pytest.mark.parametrize("template", plan_templates().values(), ids=lambda t: t.id)
def test_a_perfect_model_is_worth_something(template: PlanTemplate) -> None:
    """Knowing the class costs less than any one action for all pictures."""
    stakes = template.costs.stakes(template.classes)
    same_for_all = (stakes.table @ stakes.rates).min()
    assert stakes.best @ stakes.rates < 0.5 * same_for_all
    assert np.isclose(sum(template.costs.per_1000().values()), 1000)


def test_a_lever_without_costs_is_refused() -> None:
    plan = with_change()["plan"]
    levers = [*plan["levers"], {"name": "Flood the field", "note": "never"}]
    with pytest.raises(ValidationError, match="every lever needs its costs"):
        PlanTemplate.model_validate(with_change(plan=plan | {"levers": levers}))


@pytest.mark.parametrize("empty", ["fear", "really_well", "data_need"])
def test_a_plan_with_a_gap_is_refused(empty: str) -> None:
    with pytest.raises(ValidationError, match=empty):
        PlanTemplate.model_validate(with_change(plan=with_change()["plan"] | {empty: ""}))


def test_costs_that_need_no_model_are_refused() -> None:
    costs = with_change()["costs"]
    table = {a: dict.fromkeys(row, float(i)) for i, (a, row) in enumerate(costs["table"].items())}
    with pytest.raises(ValidationError, match="no model"):
        PlanTemplate.model_validate(with_change(costs=costs | {"table": table, "said": []}))


def test_a_sentence_that_is_not_true_of_the_numbers_is_refused() -> None:
    costs = with_change()["costs"]
    said = [costs["said"][0] | {"times": 7}]
    with pytest.raises(ValidationError, match="sentence"):
        PlanTemplate.model_validate(with_change(costs=costs | {"said": said}))


def test_starting_brings_plan_and_costs_and_makes_no_class(project: Project) -> None:
    template = plan_templates()["wounds"]
    start_from(project, template)
    assert load_plan(project) == template.plan
    assert project.dataset.classes() == {}
    assert load_costs(project).table == template.costs.table
    assert load_costs(project).unit == "minutes of care"


def test_own_words_come_back_after_two_worked_plans(project: Project) -> None:
    own = Plan(objective="Mine")
    save_plan(project, own)
    start_from(project, plan_templates()["wounds"])
    start_from(project, plan_templates()["frames"])
    assert set(load_costs(project).classes) == {"sound", "mark", "crack"}
    assert own_words_aside(project) == own
    back_to_own_words(project)
    assert load_plan(project) == own
    assert not can_be_priced(project)
    assert own_words_aside(project) is None


def test_costs_come_to_pictures_of_other_classes_with_every_action(project: Project) -> None:
    project.dataset.add([picture(1, label="cat"), picture(2, label="dog")])
    mine, template = load_costs(project), plan_templates()["bears"]
    start_from(project, template)
    assert set(project.dataset.classes()) == {"cat", "dog"}
    costs = load_costs(project)
    assert (costs.classes, costs.ask) == (["cat", "dog"], template.costs.ask)
    assert costs.actions == template.costs.actions
    assert as_among(pictures_of(project), costs)
    back_to_own_words(project)
    assert set(project.dataset.classes()) == {"cat", "dog"}
    assert load_costs(project) == mine


def test_the_first_plan_speaks_of_the_first_starter_set() -> None:
    first = next(iter(plan_templates().values()))
    assert set(first.classes) == set(STARTERS[FIRST].classes)


def test_classes_that_came_with_a_plan_of_before_go_when_it_does(project: Project) -> None:
    """Before November 2026 a plan made its classes: without pictures they are taken back."""
    project.dataset.add([picture(1, label="cat")])
    project.dataset.add_class("crack")
    aside = {"plan": {"objective": "Mine"}, "costs": None, "classes": ["crack", "cat"]}
    store_setting(project, "plan_before_template", aside)
    back_to_own_words(project)
    assert set(project.dataset.classes()) == {"cat"}


def test_they_go_when_the_classes_are_matched(project: Project) -> None:
    """A project of before: pictures of two classes, a plan of two others, and those are empty."""
    start_from(project, plan_templates()["batteries"])
    project.dataset.add([picture(1, label="batteries"), picture(2, label="other")])
    for name in ("battery", "no battery"):
        project.dataset.add_class(name)
    store_setting(project, "plan_before_template", {"classes": ["battery", "no battery"]})
    open_ = to_match(project)
    assert open_ is not None and open_.suggested == {"batteries": "battery", "other": ""}
    match_plan(project, {"batteries": "battery", "other": "no battery"})
    assert set(project.dataset.classes()) == {"batteries", "other"}
    assert load_costs(project).rates == {"batteries": 8, "other": 992}
