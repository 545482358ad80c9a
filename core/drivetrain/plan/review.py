"""Reading a plan: what it lacks or contradicts, and a question before each page explains."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from core.content import read, says
from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.matching import Unmatched
from core.drivetrain.costs.starting_costs import can_be_priced, load_costs, to_match
from core.drivetrain.decide.decision import Decision, load_decision
from core.drivetrain.plan.plan import Plan, load_plan
from core.project.project import Project
from core.training.runs import chosen_run
from core.words import count_of, listed

_MODEL_WORDS = re.compile(
    r"\b(recogni[sz]\w*|classif\w*|detect\w*|predict\w*|identif\w*|accura\w*|model\w*)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(no|none|nobody|nothing|never|every|all|half|once|twice|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|dozen|hundred)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Remark:
    """One thing to put right: the page where that is done, and one plain sentence about it."""

    page: str
    says: str


def review(project: Project) -> list[Remark]:
    """Return what is missing or contradictory in the plan, in the order of the drivetrain."""
    plan = load_plan(project)
    remarks = [*_objective(plan), *_levers(plan), *_data(plan, project.dataset.classes())]
    if plan.named_levers and can_be_priced(project):
        remarks += [*_matching(to_match(project)), *_costs(load_costs(project))]
    return [*remarks, *_decision(project, plan)]


def _objective(plan: Plan) -> Iterator[Remark]:
    if not plan.has_objective:
        yield Remark("objective", says("review", "no_objective"))
    elif found := _MODEL_WORDS.search(plan.objective):
        yield Remark("objective", says("review", "model_objective", word=found[0]))
    if not plan.success.strip():
        yield Remark("objective", says("review", "no_success"))
    elif not _NUMBER.search(plan.success):
        yield Remark("objective", says("review", "no_number"))
    if not plan.affected.strip():
        yield Remark("objective", says("review", "no_affected"))
    if not plan.fear.strip():
        yield Remark("objective", says("review", "no_fear"))
    if not plan.really_well.strip():
        yield Remark("objective", says("review", "no_really_well"))


def _levers(plan: Plan) -> Iterator[Remark]:
    names = [lever.name.strip() for lever in plan.named_levers]
    if not names:
        yield Remark("levers", says("review", "no_lever"))
    elif len(names) == 1:
        yield Remark("levers", says("review", "one_lever", lever=names[0]))
    for name in names:
        if _MODEL_WORDS.match(name):
            yield Remark("levers", says("review", "lever_tells", lever=name))
    for name, number in Counter(name.casefold() for name in names).items():
        if number > 1:
            times = count_of(number, "time")
            yield Remark("levers", says("review", "lever_again", lever=name, times=times))


def _data(plan: Plan, classes: dict[str, int]) -> Iterator[Remark]:
    if not plan.data_need.strip():
        yield Remark("levers", says("review", "no_need"))
    elif plan.data_need.strip() == plan.data_have.strip():
        yield Remark("levers", says("review", "same_data"))
    if not plan.models.strip():
        yield Remark("levers", says("review", "no_models"))
    missing = [name for name, pictures in classes.items() if not pictures]
    if not any(classes.values()) and plan.named_levers:
        yield Remark("gather", says("review", "no_picture"))
    elif missing:
        yield Remark("gather", says("review", "class_without", classes=listed(missing, "or")))


def _matching(open_: Unmatched | None) -> Iterator[Remark]:
    if open_ is not None:
        both = {"plan": listed(open_.plan), "pictures": listed(open_.pictures)}
        yield Remark("levers", says("review", "unmatched", **both))


def _costs(costs: Costs) -> Iterator[Remark]:
    if costs.assumed:
        yield Remark("levers", says("review", "assumed"))
    always = next((action for action in costs.actions if _always_right(costs, action)), None)
    if always is not None:
        yield Remark("levers", says("review", "always", action=always))
        return
    for action in costs.actions:
        if action != costs.idle and _never_pays(costs, action):
            yield Remark("levers", says("review", "never", action=action))


def _always_right(costs: Costs, action: str) -> bool:
    """Whether no action is cheaper for any class."""
    return all(
        cost <= min(costs.table[a][name] for a in costs.actions)
        for name, cost in costs.table[action].items()
    )


def _never_pays(costs: Costs, action: str) -> bool:
    """Whether one other action is at least as cheap for every class, and cheaper for one."""
    mine = costs.table[action]
    return any(
        all(other[name] <= mine[name] for name in mine)
        and any(other[name] < mine[name] for name in mine)
        for other in costs.table.values()
    )


def _decision(project: Project, plan: Plan) -> Iterator[Remark]:
    made, run = load_decision(project), chosen_run(project)
    if made is None:
        if run is not None and plan.named_levers:
            yield Remark("decide", says("review", "undecided"))
        return
    if run is None or made.run_id != run.id:
        yield Remark("decide", says("review", "other_model"))
    if _numbers(made.costs) != _numbers(load_costs(project, made.classes)):
        yield Remark("decide", says("review", "costs_changed"))
    if _no_better_than_nothing(made):
        yield Remark("decide", says("review", "no_gain"))


def _numbers(costs: Costs) -> dict[str, object]:
    """What a decision rests on; in which words it was said does not matter."""
    return costs.model_dump(exclude={"assumed", "said"})


def _no_better_than_nothing(made: Decision) -> bool:
    try:
        return made.cost_of("policy").cost >= 0.99 * made.cost_of("nothing").cost
    except KeyError:
        return False


class Choice(BaseModel):
    """One possible answer, and what to say to anybody who chose it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    right: bool
    says: str


class Check(BaseModel):
    """A question with its choices; one of them is right."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ask: str
    choices: list[Choice] = Field(min_length=2)


@cache
def plan_checks() -> dict[str, Check]:
    """Return page key → the question at the head of that page."""
    return read("plan_checks.yaml", dict[str, Check])
