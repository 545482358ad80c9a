"""Start a project's plan from a worked one, with a way back to the learner's own words."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.starting_costs import COSTS, match, save_costs
from core.drivetrain.plan.plan import Plan, load_plan, save_plan
from core.drivetrain.plan.templates import PlanTemplate, plan_templates
from core.project.project import Project
from core.project.settings import Setting


class Aside(BaseModel):
    """What was the learner's own before a worked plan was taken: the words, and the costs where the
    plan brought its own (`costs_came`). `classes` without pictures came with the plans of before
    November 2026; a plan makes none any more."""

    model_config = ConfigDict(frozen=True)

    plan: Plan = Field(default_factory=Plan)
    costs: Costs | None = None
    classes: list[str] = Field(default_factory=list)
    costs_came: bool = False


_ASIDE = Setting[Aside | None]("plan_before_template", Aside | None, lambda: None)


def start_from(project: Project, template: PlanTemplate) -> None:
    """Take over a worked plan with its costs. It makes no classes: pictures do. Where those are
    called otherwise, the learner says which is which (`to_match`)."""
    aside = _put_aside(project)
    _drop_classes(project, aside)
    save_plan(project, template.plan)
    save_costs(project, template.costs.changed())
    taken = aside.model_copy(update={"classes": [], "costs_came": True})
    project.settings.set(_ASIDE, taken)


def match_plan(project: Project, chosen: Mapping[str, str]) -> None:
    """Keep which class of the pictures is which of the plan (see `match`). Empty classes that a
    plan of before November 2026 made have no use any more, and go."""
    match(project, chosen)
    aside = project.settings.get(_ASIDE)
    if aside is not None:
        _drop_classes(project, aside)


def own_words_aside(project: Project) -> Plan | None:
    """The plan to go back to, empty if it was; None when no worked plan was taken."""
    aside = project.settings.get(_ASIDE)
    return None if aside is None else aside.plan


def back_to_own_words(project: Project) -> None:
    """Give the learner's own plan and costs back, and take classes without pictures away again."""
    aside = project.settings.get(_ASIDE)
    if aside is None:
        return
    save_plan(project, aside.plan)
    if aside.classes or aside.costs_came:
        project.settings.set(COSTS, aside.costs)
    _drop_classes(project, aside)
    project.settings.set(_ASIDE, None)


def _put_aside(project: Project) -> Aside:
    """What to go back to: the words of now, unless they are another worked plan's."""
    before, own = project.settings.get(_ASIDE), load_plan(project)
    if before is not None and own in [template.plan for template in plan_templates().values()]:
        return before
    came = before is not None and bool(before.classes or before.costs_came)
    costs = before.costs if before and came else project.settings.get(COSTS)
    return Aside(plan=own, costs=costs, classes=before.classes if before else [])


def _drop_classes(project: Project, aside: Aside) -> None:
    """Take away the classes that came with a worked plan and never got a picture."""
    classes = project.dataset.classes()
    for name in aside.classes:
        if classes.get(name) == 0:
            project.dataset.remove_class(name)
