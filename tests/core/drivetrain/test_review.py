"""A critical friend finds what is missing, and what contradicts itself."""

import re

from core.drivetrain.costs.starting_costs import load_costs, save_costs
from core.drivetrain.plan.plan import Lever, Plan, load_plan, save_plan
from core.drivetrain.plan.review import Remark, review
from core.drivetrain.plan.start_from import start_from
from core.drivetrain.plan.templates import plan_templates
from core.project.project import Project
from tests.core.drivetrain.test_card import decide


def new_remarks(project: Project, before: list[Remark]) -> list[tuple[str, list[str]]]:
    """The pages of the remarks that were not there before, each with what it quotes."""
    new = [remark for remark in review(project) if remark not in before]
    return [(remark.page, re.findall("“(.*?)”", remark.says)) for remark in new]


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
    before = review(project)
    change(project, "objective", "Recognise every bear")
    assert new_remarks(project, before) == [("objective", ["Recognise"])]


def test_success_needs_something_to_count(project: Project) -> None:
    worked(project)
    before = review(project)
    change(project, "success", "People are happier")
    assert new_remarks(project, before) == [("objective", [])]


def test_levers_that_are_none(project: Project) -> None:
    worked(project)
    before = review(project)
    change(project, "levers", [Lever(name="Detect bears")])
    only, tells = ("levers", ["Detect bears"]), ("levers", ["Detect bears"])
    assert new_remarks(project, before)[:2] == [only, tells]
    change(project, "levers", [Lever(name="Alarm"), Lever(name="alarm ")])
    assert new_remarks(project, before)[0] == ("levers", ["alarm"])


def test_costs_that_ask_for_no_model(project: Project) -> None:
    worked(project)
    costs, before = load_costs(project), review(project)
    save_costs(
        project, costs.changed(table=costs.table | {"Do nothing": dict.fromkeys(costs.rates, 0)})
    )
    assert new_remarks(project, before) == [("levers", ["Do nothing"])]


def test_a_lever_that_never_pays(project: Project) -> None:
    worked(project)
    costs, before = load_costs(project), review(project)
    path = "Close the path to the river for an hour"
    save_costs(
        project, costs.changed(table=costs.table | {path: dict.fromkeys(costs.rates, 600.0)})
    )
    assert new_remarks(project, before) == [("levers", [path])]


def test_a_decision_that_no_longer_fits(project: Project) -> None:
    worked(project)
    before = review(project)
    decide(project, "bears")
    assert new_remarks(project, before) == [("decide", [])], "it was made with another model"
    before = review(project)
    save_costs(project, load_costs(project).changed(look=3.0))
    assert new_remarks(project, before) == [("decide", [])], "and now with other costs"


def test_a_model_without_a_decision(trained: Project) -> None:
    before = review(trained)
    save_plan(trained, Plan(levers=[Lever(name="Send a bill"), Lever(name="Do nothing")]))
    assert ("decide", []) in new_remarks(trained, before)
