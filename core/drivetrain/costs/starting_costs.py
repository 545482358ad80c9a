"""The costs a project starts with: openly assumed, from its levers and classes, never hidden."""

import re
from collections.abc import Iterable, Mapping, Sequence

from core.content import says
from core.drivetrain.costs.costs import PER, Costs
from core.drivetrain.costs.matching import Unmatched, matched, unmatched
from core.drivetrain.plan.plan import Plan, load_plan
from core.project.project import Project
from core.project.settings import Setting

COSTS = Setting[Costs | None]("costs", Costs | None, lambda: None)
LEVER_FOR_CLASS = Setting[dict[str, str]]("lever_for_class", dict[str, str], dict)
NOTHING, ASK = "Do nothing", "Ask a human"
A_MISTAKE, A_LOOK, LOOKS, PICTURES = 1.0, 0.2, 50, 1000
_IDLE = re.compile(r"^\s*(do\s+)?nothing\b|^\s*(just\s+)?wait\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(ask|look|check|inspect|review)\b", re.IGNORECASE)
_HARMLESS = re.compile(r"^\s*(no|not|none|nothing|other|empty|normal|healthy|ok)\b", re.IGNORECASE)


def load_costs(project: Project, classes: Sequence[str] | None = None) -> Costs:
    """The learner's costs, completed for levers and classes that are new; else the start.

    `classes` are the project's by default; a model's own are passed where they differ. Costs of
    levers and classes that are gone are left out; those of a plan's classes are taken for the
    pictures' classes that go by a similar name (`unmatched` says which are still open). Before
    there is any class the costs are those of the plan. Raises ValueError when there are neither.
    """
    known, own = pictures_of(project, classes), project.settings.get(COSTS)
    if own is not None:
        known = known or dict.fromkeys(own.classes, 1)
        open_ = unmatched(own, list(known))
        return costs_for(project, known, own, open_.suggested if open_ else {})
    return costs_for(project, known, None, {})


def can_be_priced(project: Project) -> bool:
    """Whether there is a class to price mistakes for: one of the project's, or of its plan."""
    return bool(project.dataset.classes()) or project.settings.get(COSTS) is not None


def to_match(project: Project, classes: Sequence[str] | None = None) -> Unmatched | None:
    """Which classes of the pictures and of the plan are still to be matched by the learner."""
    own, known = project.settings.get(COSTS), pictures_of(project, classes)
    return unmatched(own, list(known)) if own is not None and known else None


def match(project: Project, chosen: Mapping[str, str]) -> None:
    """Keep the costs as they are for the project's classes when `chosen` (class of pictures →
    class of the plan, NONE for none) says which is which."""
    own = project.settings.get(COSTS)
    if own is not None:
        save_costs(project, costs_for(project, pictures_of(project), own, chosen))


def pictures_of(project: Project, classes: Sequence[str] | None = None) -> dict[str, int]:
    """How many pictures each class has, at least one: of `classes`, else of the classes that have
    any, else of all that have a name. The same on every page that speaks of costs."""
    counts = project.dataset.classes()
    names = classes or [name for name, count in counts.items() if count] or list(counts)
    return {name: max(1, counts.get(name, 0)) for name in names}


def costs_for(
    project: Project, pictures: Mapping[str, int], own: Costs | None, chosen: Mapping[str, str]
) -> Costs:
    """The costs for these pictures (class → how many), from the learner's `own` where they have
    any. Raises ValueError for no pictures."""
    if not pictures:
        raise ValueError("costs need at least one class")
    plan = load_plan(project)
    levers = [lever.name.strip() for lever in plan.named_levers]
    said = project.settings.get(LEVER_FOR_CLASS)
    start = starting_costs(levers, pictures, said, classes_named(plan, pictures))
    return completed(matched(own, chosen, pictures), start, levers) if own else start


def save_costs(project: Project, costs: Costs) -> None:
    """Keep the costs in the project at once."""
    project.settings.set(COSTS, costs)


def starting_costs(
    levers: Sequence[str],
    classes: Mapping[str, int],
    chosen: Mapping[str, str],
    named: Sequence[str] = (),
) -> Costs:
    """Every mistake costs 1, the right action nothing; classes as often as in the data set.

    `levers` are the plan's; without any there is one action a class. `chosen` is the lever the
    learner named for a class ("Nothing" for none); for the other classes one is guessed: `named`
    are those that the plan speaks of, so that doing nothing is hardly right for them.
    """
    names = list(dict.fromkeys(levers)) or [_treat_as(name) for name in classes]
    idle = next((name for name in names if _IDLE.match(name)), NOTHING)
    ask = next((name for name in levers if _ASKS.search(name) and name != idle), ASK)
    actions = [name for name in dict.fromkeys([*names, idle]) if name != ask]
    right = _right_actions(actions, idle, classes, chosen, named)
    return Costs(
        table={
            action: {name: 0.0 if right[name] == action else A_MISTAKE for name in classes}
            for action in actions
        },
        idle=idle,
        rates=_shares(classes),
        ask=ask,
        look=A_LOOK,
        looks_a_day=LOOKS,
        pictures_a_day=PICTURES,
    )


def completed(saved: Costs, start: Costs, levers: Sequence[str]) -> Costs:
    """`saved` with the actions and classes of `start`: what is new takes its start from there."""
    ask = saved.ask if saved.ask in (*levers, ASK) else start.ask
    actions = [name for name in dict.fromkeys([*start.actions, *levers]) if name != ask]
    table = {
        action: {
            name: saved.table.get(action, {}).get(name, _start_cost(start, action, name))
            for name in start.classes
        }
        for action in actions
    }
    rates = _rates_with_new(saved, start)
    idle = saved.idle if saved.idle in table else start.idle
    new = not (set(actions) <= set(saved.actions) and set(rates) <= set(saved.classes))
    return Costs.model_validate(
        saved.model_dump()
        | {"table": table, "idle": idle, "ask": ask, "assumed": saved.assumed or new}
        | {"rates": rates}
    )


def with_asker(costs: Costs, ask: str) -> Costs:
    """Another of the learner's levers, or "Ask a human", as the one where a human looks."""
    rows = {action: dict(row) for action, row in costs.table.items() if action != ask}
    if costs.ask not in (ask, ASK):
        rows[costs.ask] = dict.fromkeys(costs.classes, A_MISTAKE)
    return costs.changed(table=rows, ask=ask)


def as_among(pictures: Mapping[str, int], costs: Costs) -> bool:
    """Whether the costs have classes turn up as often as among the pictures (to one in 1,000)."""
    shares, rates = _shares(pictures), costs.per_1000()
    return all(abs(shares.get(name, 0.0) - rate) < 1 for name, rate in rates.items())


def _rates_with_new(saved: Costs, start: Costs) -> dict[str, float]:
    """The rates that were said; a class that is new turns up as often as among the pictures, and
    the others share the rest as before."""
    known = {name: saved.rates[name] for name in start.classes if name in saved.rates}
    total = sum(known.values())
    if total <= 0:
        return start.rates
    if len(known) == len(start.rates):
        return known
    rest = PER - sum(rate for name, rate in start.rates.items() if name not in known)
    return {
        name: rest * known[name] / total if name in known else start.rates[name]
        for name in start.classes
    }


def _start_cost(start: Costs, action: str, name: str) -> float:
    return start.table.get(action, {}).get(name, A_MISTAKE)


def _treat_as(name: str) -> str:
    return says("plan", "treat_as", name=name)


def _shares(classes: Mapping[str, int]) -> dict[str, float]:
    total = sum(classes.values())
    return {name: PER * (n / total if total else 1 / len(classes)) for name, n in classes.items()}


def _right_actions(
    actions: Sequence[str],
    idle: str,
    classes: Mapping[str, int],
    chosen: Mapping[str, str],
    named: Sequence[str],
) -> dict[str, str]:
    """Class → action: the learner's own choice, else the best guess there is."""
    acting = [action for action in actions if action != idle] or [idle]
    quiet = _quiet_classes(classes, named)

    def guess(name: str) -> str:
        if _treat_as(name) in actions:
            return _treat_as(name)
        return idle if name in quiet else acting[0]

    def right(name: str) -> str:
        said = idle if chosen.get(name) == "Nothing" else chosen.get(name)
        return said if said is not None and said in actions else guess(name)

    return {name: right(name) for name in classes}


def _quiet_classes(classes: Mapping[str, int], named: Sequence[str]) -> list[str]:
    """The classes for which doing nothing is probably right: those whose name says so, else those
    that the plan never speaks of, else the largest."""
    harmless = [name for name in classes if _HARMLESS.match(name)]
    if harmless or not classes:
        return harmless
    unnamed = [name for name in classes if name not in named]
    return unnamed if named and unnamed else [max(classes, key=lambda name: (classes[name], name))]


def classes_named(plan: Plan, classes: Iterable[str]) -> list[str]:
    """The classes that the plan names, in the order in which it does: first where it says what is
    feared, then in the objective, then in the rest. A plural counts; half a word does not."""
    text = "\n".join((plan.fear, plan.objective, plan.affected, plan.success, _levers(plan)))
    found = {name: _first(name, text) for name in classes}
    return sorted((name for name in found if found[name] >= 0), key=lambda name: found[name])


def _levers(plan: Plan) -> str:
    return "\n".join(f"{lever.name} {lever.note}" for lever in plan.named_levers)


def _first(name: str, text: str) -> int:
    """Where the name first stands in the text as a word of its own; -1 where it does not."""
    words = r"[\s_-]+".join(re.escape(word) for word in re.split(r"[\s_-]+", name.strip()))
    plural = f"{words}(?:e?s)?" if not words.endswith("y") else f"(?:{words}|{words[:-1]}ies)"
    found = re.search(rf"(?<!\w){plural}(?!\w)", text, re.IGNORECASE)
    return found.start() if found else -1
