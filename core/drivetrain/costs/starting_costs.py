"""The costs a project starts with: openly assumed, from its levers and classes, never hidden."""

import re
from collections.abc import Mapping, Sequence

from core.drivetrain.costs.costs import PER, Costs
from core.drivetrain.plan.plan import load_plan
from core.project.project import Project
from core.project.settings import Setting

COSTS = Setting[Costs | None]("costs", Costs | None, lambda: None)
LEVER_FOR_CLASS = Setting[dict[str, str]]("lever_for_class", dict[str, str], dict)
NOTHING, ASK = "Do nothing", "Ask a human"
A_MISTAKE, A_LOOK, LOOKS, PICTURES = 1.0, 0.2, 50, 1000
_IDLE = re.compile(r"^\s*(do\s+)?nothing\b|^\s*(just\s+)?wait\b", re.IGNORECASE)
_ASKS = re.compile(r"\b(ask|look|check|inspect|review)\b", re.IGNORECASE)
_HARMLESS = re.compile(r"^\s*(no|not|none|nothing|other|empty|normal|healthy|ok)\b", re.IGNORECASE)


def load_costs(project: Project, classes: Mapping[str, int] | None = None) -> Costs:
    """The learner's costs, completed for levers and classes that are new; else the start.

    `classes` (name → pictures) are the project's by default; a model's own are passed where they
    differ. Costs of levers and classes that are gone are left out.
    """
    known = dict(classes if classes is not None else project.dataset.classes())
    levers = [lever.name.strip() for lever in load_plan(project).named_levers]
    chosen = project.settings.get(LEVER_FOR_CLASS)
    start = starting_costs(levers, known, chosen)
    own = project.settings.get(COSTS)
    return completed(own, start, levers) if own else start


def save_costs(project: Project, costs: Costs) -> None:
    """Keep the costs in the project at once."""
    project.settings.set(COSTS, costs)


def starting_costs(
    levers: Sequence[str], classes: Mapping[str, int], chosen: Mapping[str, str]
) -> Costs:
    """Every mistake costs 1, the right action nothing; classes as often as in the data set.

    `levers` are the plan's; without any there is one action a class. `chosen` is the lever the
    learner named for a class ("Nothing" for none); for the other classes one is guessed.
    """
    names = list(dict.fromkeys(levers)) or [_treat_as(name) for name in classes]
    idle = next((name for name in names if _IDLE.match(name)), NOTHING)
    ask = next((name for name in levers if _ASKS.search(name) and name != idle), ASK)
    actions = [name for name in dict.fromkeys([*names, idle]) if name != ask]
    right = _right_actions(actions, idle, classes, chosen)
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
    rates = {name: saved.rates.get(name, start.rates[name]) for name in start.classes}
    idle = saved.idle if saved.idle in table else start.idle
    new = not (set(actions) <= set(saved.actions) and set(rates) <= set(saved.classes))
    return Costs.model_validate(
        saved.model_dump()
        | {"table": table, "idle": idle, "ask": ask, "assumed": saved.assumed or new}
        | {"rates": rates if sum(rates.values()) > 0 else start.rates}
    )


def with_asker(costs: Costs, ask: str) -> Costs:
    """Another of the learner's levers, or "Ask a human", as the one where a human looks."""
    rows = {action: dict(row) for action, row in costs.table.items() if action != ask}
    if costs.ask not in (ask, ASK):
        rows[costs.ask] = dict.fromkeys(costs.classes, A_MISTAKE)
    return costs.changed(table=rows, ask=ask)


def _start_cost(start: Costs, action: str, name: str) -> float:
    return start.table.get(action, {}).get(name, A_MISTAKE)


def _treat_as(name: str) -> str:
    return f"Treat as {name}"


def _shares(classes: Mapping[str, int]) -> dict[str, float]:
    total = sum(classes.values())
    return {name: PER * (n / total if total else 1 / len(classes)) for name, n in classes.items()}


def _right_actions(
    actions: Sequence[str], idle: str, classes: Mapping[str, int], chosen: Mapping[str, str]
) -> dict[str, str]:
    """Class → action: the learner's own choice, else the best guess there is."""
    acting = [action for action in actions if action != idle] or [idle]
    quiet = [name for name in classes if _HARMLESS.match(name)] or [
        max(classes, key=lambda name: (classes[name], name))
    ]

    def guess(name: str) -> str:
        if _treat_as(name) in actions:
            return _treat_as(name)
        return idle if name in quiet else acting[0]

    def right(name: str) -> str:
        said = idle if chosen.get(name) == "Nothing" else chosen.get(name)
        return said if said is not None and said in actions else guess(name)

    return {name: right(name) for name in classes}
