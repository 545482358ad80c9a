"""Start a project's plan from a worked one, with a way back to the learner's own words."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.starting_costs import COSTS, save_costs
from core.drivetrain.plan.plan import Plan, load_plan, save_plan
from core.drivetrain.plan.templates import PlanTemplate, plan_templates
from core.project.project import Project

_ASIDE = "plan_before_template"


class Aside(BaseModel):
    """What was the learner's own before a worked plan was taken, and which classes came with it."""

    model_config = ConfigDict(frozen=True)

    plan: Plan = Field(default_factory=Plan)
    costs: Costs | None = None
    classes: list[str] = Field(default_factory=list)


def start_from(project: Project, template: PlanTemplate) -> None:
    """Take over a worked plan. Its classes and costs come along where the project has no classes
    yet; where it has some, the costs would speak of other pictures, and stay away."""
    aside = _put_aside(project)
    _drop_classes(project, aside)
    save_plan(project, template.plan)
    came: list[str] = []
    if not project.dataset.classes():
        came = template.classes
        for name in came:
            project.dataset.add_class(name)
        save_costs(project, template.costs.changed())
    project.settings.write(_ASIDE, aside.model_copy(update={"classes": came}).model_dump())


def own_words_aside(project: Project) -> Plan | None:
    """The plan to go back to, empty if it was; None when no worked plan was taken."""
    aside = _aside(project)
    return None if aside is None else aside.plan


def back_to_own_words(project: Project) -> None:
    """Give the learner's own plan and costs back, and take classes without pictures away again."""
    aside = _aside(project)
    if aside is None:
        return
    save_plan(project, aside.plan)
    if aside.classes:
        project.settings.write(COSTS, aside.costs.model_dump() if aside.costs else None)
    _drop_classes(project, aside)
    project.settings.write(_ASIDE, None)


def _put_aside(project: Project) -> Aside:
    """What to go back to: the words of now, unless they are another worked plan's."""
    before, own = _aside(project), load_plan(project)
    if before is not None and own in [template.plan for template in plan_templates().values()]:
        return before
    came = before.classes if before else []
    costs = before.costs if before and came else _own_costs(project)
    return Aside(plan=own, costs=costs, classes=came)


def _own_costs(project: Project) -> Costs | None:
    try:
        return Costs.model_validate(project.settings.read(COSTS))
    except ValidationError:
        return None


def _drop_classes(project: Project, aside: Aside) -> None:
    """Take away the classes that came with a worked plan and never got a picture."""
    classes = project.dataset.classes()
    for name in aside.classes:
        if classes.get(name) == 0:
            project.dataset.remove_class(name)


def _aside(project: Project) -> Aside | None:
    saved = project.settings.read(_ASIDE)
    try:
        return None if saved is None else Aside.model_validate(saved)
    except ValidationError:
        return None
