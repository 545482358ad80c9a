"""What a plan still lacks, and where it contradicts itself: read before it goes on a wall."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.matching import Unmatched
from core.drivetrain.costs.starting_costs import can_be_priced, load_costs, to_match
from core.drivetrain.decide.decision import Decision, load_decision
from core.drivetrain.plan.plan import Plan, load_plan
from core.project.project import Project
from core.training.runs import chosen_run
from core.words import listed

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
        yield Remark("objective", "Nothing says yet what should happen.")
    elif found := _MODEL_WORDS.search(plan.objective):
        yield Remark(
            "objective",
            f"Your objective says “{found[0]}”, which is what a model does. What should be "
            "different in the world once it does?",
        )
    if not plan.success.strip():
        yield Remark("objective", "Nothing says how you would know that it worked.")
    elif not _NUMBER.search(plan.success):
        yield Remark("objective", "There is no number in how you would know. What would you count?")
    if not plan.affected.strip():
        yield Remark("objective", "Nobody is named who is affected by a mistake.")
    if not plan.fear.strip():
        yield Remark("objective", "No failure to fear is named. Which one would hurt most?")
    if not plan.really_well.strip():
        yield Remark("objective", "What would follow if all of it worked? Nothing says so yet.")


def _levers(plan: Plan) -> Iterator[Remark]:
    names = [lever.name.strip() for lever in plan.named_levers]
    if not names:
        yield Remark("levers", "There is no lever: nothing you could do differently.")
    elif len(names) == 1:
        yield Remark(
            "levers",
            f"“{names[0]}” is your only lever. There is something to decide only when there are "
            "two; doing nothing is one.",
        )
    for name in names:
        if _MODEL_WORDS.match(name):
            yield Remark("levers", f"“{name}” tells you something. What would you then do?")
    for name, times in Counter(name.casefold() for name in names).items():
        if times > 1:
            yield Remark("levers", f"“{name}” stands among your levers {times} times.")


def _data(plan: Plan, classes: dict[str, int]) -> Iterator[Remark]:
    if not plan.data_need.strip():
        yield Remark("levers", "Nothing says which data you would have to collect.")
    elif plan.data_need.strip() == plan.data_have.strip():
        yield Remark("levers", "The data you need are those you have. What do they not show?")
    if not plan.models.strip():
        yield Remark("levers", "Nothing says what a model would have to tell you.")
    missing = [name for name, pictures in classes.items() if not pictures]
    if not any(classes.values()) and plan.named_levers:
        yield Remark("gather", "There is no picture yet.")
    elif missing:
        yield Remark("gather", f"There is no picture yet of {', '.join(missing)}.")


def _matching(open_: Unmatched | None) -> Iterator[Remark]:
    if open_ is not None:
        plan, pictures = listed(open_.plan), listed(open_.pictures)
        yield Remark(
            "levers", f"Your costs speak of {plan}, your pictures show {pictures}: which is which?"
        )


def _costs(costs: Costs) -> Iterator[Remark]:
    if costs.assumed:
        yield Remark("levers", "Some costs of mistakes are assumed, not yours.")
    always = next((action for action in costs.actions if _always_right(costs, action)), None)
    if always is not None:
        yield Remark(
            "levers",
            f"“{always}” is cheapest whatever a picture shows. With these costs you need no model.",
        )
        return
    for action in costs.actions:
        if action != costs.idle and _never_pays(costs, action):
            yield Remark("levers", f"“{action}” costs more than another lever in every case.")


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
            yield Remark("decide", "There is a model, and no decision what to do with it.")
        return
    if run is None or made.run_id != run.id:
        yield Remark("decide", "You decided with another model than the one you use now.")
    if _numbers(made.costs) != _numbers(load_costs(project, made.classes)):
        yield Remark("decide", "Your costs or levers have changed since you decided.")
    if _no_better_than_nothing(made):
        yield Remark(
            "decide",
            "Your rule costs as much as doing nothing. Look for another lever before a better "
            "model.",
        )


def _numbers(costs: Costs) -> dict[str, object]:
    """What a decision rests on; in which words it was said does not matter."""
    return costs.model_dump(exclude={"assumed", "said"})


def _no_better_than_nothing(made: Decision) -> bool:
    try:
        return made.cost_of("policy").cost >= 0.99 * made.cost_of("nothing").cost
    except KeyError:
        return False
