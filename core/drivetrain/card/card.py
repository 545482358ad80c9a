"""The drivetrain card: a whole plan with its decision and results, ready to be written out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.drivetrain.costs.costs import Costs
from core.drivetrain.costs.starting_costs import COSTS, load_costs
from core.drivetrain.decide.decision import Decision, StrategyCost, load_decision
from core.drivetrain.plan.plan import Plan, load_plan
from core.project.project import Project
from core.project.records import RunRecord
from core.statistics import likely_range
from core.training.runs import chosen_run
from core.words import percent, percent_range

MISSING = "Not written yet."


@dataclass(frozen=True)
class Item:
    """A label, and the learner's own words or the figures under it; an empty label for a list."""

    label: str
    text: str


@dataclass(frozen=True)
class Section:
    """One link of the drivetrain."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Comparison:
    """What each way of deciding costs for 1,000 pictures, and the unit."""

    unit: str
    strategies: tuple[StrategyCost, ...]


@dataclass(frozen=True)
class Card:
    """Everything on the page, as plain text; `costs` is None before there are any to show."""

    name: str
    day: date
    objective: str
    chain: tuple[Section, ...]
    costs: Costs | None
    decision: Section | None
    comparison: Comparison | None
    closing: tuple[Section, ...]


def card(project: Project, day: date) -> Card:
    """Return the card of a project as it stands on that day."""
    plan, made = load_plan(project), load_decision(project)
    return Card(
        name=project.name,
        day=day,
        objective=_or_dash(plan.objective),
        chain=(_objective(plan), _levers(plan), _data(plan, project), _models(plan, project)),
        costs=made.costs if made else _costs(project),
        decision=_decision(made),
        comparison=Comparison(made.costs.unit, tuple(made.strategies)) if made else None,
        closing=(
            Section("The failure we fear", (Item("", _or_dash(plan.fear)),)),
            Section("If it went really well", (Item("", _or_dash(plan.really_well)),)),
        ),
    )


def _objective(plan: Plan) -> Section:
    return Section(
        "Objective",
        (
            Item("How we know that it worked", _or_dash(plan.success)),
            Item("Who is affected", _or_dash(plan.affected)),
        ),
    )


def _levers(plan: Plan) -> Section:
    levers = [Item(lever.name.strip(), lever.note.strip()) for lever in plan.named_levers]
    return Section("Levers", tuple(levers) or (Item("", MISSING),))


def _data(plan: Plan, project: Project) -> Section:
    counts = project.dataset.classes()
    items = [Item("We have", _or_dash(plan.data_have)), Item("We need", _or_dash(plan.data_need))]
    if sum(counts.values()):
        each = ", ".join(f"{name} {n:,}" for name, n in counts.items())
        items.append(Item("Pictures", f"{sum(counts.values()):,}: {each}"))
    return Section("Data", tuple(items))


def _models(plan: Plan, project: Project) -> Section:
    items = [Item("What a model must tell us", _or_dash(plan.models))]
    run = chosen_run(project)
    if run is not None:
        items.append(Item("Ours, so far", result_words(run)))
    return Section("Models", tuple(items))


def result_words(run: RunRecord) -> str:
    """Return what a finished run achieved, with its likely range where the counts are known."""
    correct, valid = run.results.get("correct"), run.results.get("valid")
    if correct is None or not valid:
        return f"{percent(float(run.results.get('accuracy', 0)))} right on pictures it had not seen"
    return (
        f"{int(correct):,} of {int(valid):,} pictures right that it had not seen; in the long run "
        f"{percent_range(likely_range(int(correct), int(valid)))}"
    )


def _costs(project: Project) -> Costs | None:
    """The learner's own costs; those that are merely assumed say nothing on a wall."""
    if not project.dataset.classes():
        return project.settings.get(COSTS)
    return load_costs(project) if project.settings.has(COSTS) else None


def _decision(made: Decision | None) -> Section | None:
    if made is None:
        return None
    day = datetime.fromtimestamp(made.at)
    title = f"What we decided on {day.day} {day:%B %Y}"
    return Section(title, tuple(Item("", rule) for rule in made.rules))


def _or_dash(words: str) -> str:
    return words.strip() or MISSING
