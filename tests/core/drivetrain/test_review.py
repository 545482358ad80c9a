"""A critical friend finds what is missing, and what contradicts itself."""

from __future__ import annotations

from core.drivetrain.costs.starting_costs import load_costs, save_costs
from core.drivetrain.plan.plan import Lever, Plan, load_plan, save_plan
from core.drivetrain.plan.review import review
from core.drivetrain.plan.start_from import start_from
from core.drivetrain.plan.templates import plan_templates
from core.project.project import Project
from tests.core.drivetrain.test_card import decide


def says(project: Project) -> str:
    return "\n".join(remark.says for remark in review(project))


def change(project: Project, name: str, value: str | list[Lever]) -> None:
    save_plan(project, load_plan(project).with_field(name, value))


def worked(project: Project) -> None:
    start_from(project, plan_templates()["bears"])


def test_an_empty_plan_lacks_everything(project: Project) -> None:
    pages = [remark.page for remark in review(project)]
    assert pages == ["objective"] * 5 + ["levers"] * 3


def test_a_worked_plan_lacks_only_pictures(project: Project) -> None:
    for template in plan_templates().values():
        start_from(project, template)
        assert [remark.page for remark in review(project)] == ["gather"], template.id


def test_an_objective_that_is_a_model_is_noticed(project: Project) -> None:
    worked(project)
    change(project, "objective", "Recognise every bear")
    assert "“Recognise”, which is what a model does" in says(project)


def test_success_needs_something_to_count(project: Project) -> None:
    worked(project)
    change(project, "success", "People are happier")
    assert "What would you count?" in says(project)


def test_levers_that_are_none(project: Project) -> None:
    save_plan(project, Plan(levers=[Lever(name="Detect bears")]))
    assert "“Detect bears” is your only lever" in says(project)
    assert "“Detect bears” tells you something" in says(project)
    save_plan(project, Plan(levers=[Lever(name="Alarm"), Lever(name="alarm ")]))
    assert "“alarm” stands among your levers 2 times" in says(project)


def test_costs_that_ask_for_no_model(project: Project) -> None:
    worked(project)
    costs = load_costs(project)
    save_costs(
        project, costs.changed(table=costs.table | {"Do nothing": dict.fromkeys(costs.rates, 0)})
    )
    assert "“Do nothing” is cheapest whatever a picture shows" in says(project)


def test_a_lever_that_never_pays(project: Project) -> None:
    worked(project)
    costs = load_costs(project)
    path = "Close the path to the river for an hour"
    save_costs(
        project, costs.changed(table=costs.table | {path: dict.fromkeys(costs.rates, 600.0)})
    )
    assert f"“{path}” costs more than another lever in every case" in says(project)


def test_a_decision_that_no_longer_fits(project: Project) -> None:
    worked(project)
    decide(project, "bears")
    assert "another model than the one you use now" in says(project)
    assert "have changed since you decided" not in says(project)
    save_costs(project, load_costs(project).changed(look=3.0))
    assert "have changed since you decided" in says(project)


def test_a_model_without_a_decision(trained: Project) -> None:
    save_plan(trained, Plan(levers=[Lever(name="Send a bill"), Lever(name="Do nothing")]))
    assert "no decision what to do with it" in says(trained)
