"""Worked plans are whole, their costs ask for a model, and own words come back."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from core.drivetrain.costs.starting_costs import COSTS, load_costs
from core.drivetrain.plan.plan import Plan, load_plan, save_plan
from core.drivetrain.plan.start_from import back_to_own_words, own_words_aside, start_from
from core.drivetrain.plan.templates import PlanTemplate, plan_templates
from core.project.project import Project
from tests.core.project.pictures import picture

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


def test_starting_brings_plan_classes_and_costs(project: Project) -> None:
    template = plan_templates()["wounds"]
    start_from(project, template)
    assert load_plan(project) == template.plan
    assert set(project.dataset.classes()) == set(template.classes)
    assert load_costs(project).table == template.costs.table
    assert load_costs(project).unit == "minutes of care"


def test_own_words_come_back_after_two_worked_plans(project: Project) -> None:
    own = Plan(objective="Mine")
    save_plan(project, own)
    start_from(project, plan_templates()["wounds"])
    start_from(project, plan_templates()["frames"])
    assert set(project.dataset.classes()) == {"sound", "mark", "crack"}
    assert own_words_aside(project) == own
    back_to_own_words(project)
    assert load_plan(project) == own
    assert project.dataset.classes() == {}
    assert not project.settings.has(COSTS)
    assert own_words_aside(project) is None


def test_classes_with_pictures_stay_and_keep_their_costs(project: Project) -> None:
    project.dataset.add([picture(1, label="cat"), picture(2, label="dog")])
    mine = load_costs(project)
    start_from(project, plan_templates()["bears"])
    assert set(project.dataset.classes()) == {"cat", "dog"}
    assert not project.settings.has(COSTS)
    back_to_own_words(project)
    assert set(project.dataset.classes()) == {"cat", "dog"}
    assert load_costs(project) == mine
