"""The drivetrain card: a whole plan with its decision and results, ready to be written out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from core.content import says
from core.drivetrain.card.blocks import Block, Document, Points, Quote, Section, Words
from core.drivetrain.card.words import cost_sentences, cost_table, day_words, worth_table
from core.drivetrain.costs.costs import PER, Costs
from core.drivetrain.costs.starting_costs import COSTS, can_be_priced, load_costs
from core.drivetrain.decide.decision import Decision, load_decision
from core.drivetrain.decide.rule_words import decision_words
from core.drivetrain.plan.plan import Plan, load_plan
from core.project.project import Project
from core.project.records import RunRecord
from core.statistics import likely_range
from core.training.runs import chosen_run
from core.words import listed, percent, percent_range

MISSING = says("card", "not_written_yet")


@dataclass(frozen=True)
class Card:
    """Everything on the page, as plain text; `costs` is None before there are any to show."""

    name: str
    day: date
    objective: str
    chain: tuple[Section, ...]
    costs: Costs | None
    decision: Decision | None
    closing: tuple[Section, ...]


def card(project: Project, day: date) -> Card:
    """Return the card of a project as it stands on that day."""
    plan, made = load_plan(project), load_decision(project)
    return Card(
        name=project.name,
        day=day,
        objective=_or_missing(plan.objective),
        chain=(_objective(plan), _levers(plan), _data(plan, project), _models(plan, project)),
        costs=made.costs if made else _costs(project),
        decision=made,
        closing=(
            Section("The failure we fear", (Words(_or_missing(plan.fear)),)),
            Section("If it went really well", (Words(_or_missing(plan.really_well)),)),
        ),
    )


def card_document(card: Card) -> Document:
    """Return the card as one text from top to bottom, for a writer of Markdown."""
    return Document(
        kind="drivetrain",
        title=card.objective,
        subtitle=f"{card.name}, {day_words(card.day)}",
        sections=(*card.chain, *_costs_and_decision(card), *card.closing),
    )


def decision_section(made: Decision) -> Section:
    """Return the rule, under the day on which it was decided."""
    day = day_words(datetime.fromtimestamp(made.at))
    return Section(says("card", "decided_on", day=day), (Points(tuple(decision_words(made))),))


def _costs_and_decision(card: Card) -> Iterator[Section]:
    if card.costs is not None:
        blocks = cost_table(card.costs), Points(cost_sentences(card.costs))
        yield Section(says("card", "mistake_costs", unit=card.costs.unit), blocks)
    if card.decision is not None:
        yield decision_section(card.decision)
        title = says("card", "ways_cost", per=PER, unit=card.decision.costs.unit)
        yield Section(title, (worth_table(card.decision),))


def _objective(plan: Plan) -> Section:
    return Section(
        "Objective",
        (
            Quote("How we know that it worked", _or_missing(plan.success)),
            Quote("Who is affected", _or_missing(plan.affected)),
        ),
    )


def _levers(plan: Plan) -> Section:
    levers = [Quote(lever.name.strip(), lever.note.strip()) for lever in plan.named_levers]
    return Section("Levers", tuple(levers) or (Words(MISSING),))


def _data(plan: Plan, project: Project) -> Section:
    counts = project.dataset.classes()
    blocks: list[Block] = [
        Quote("We have", _or_missing(plan.data_have)),
        Quote("We need", _or_missing(plan.data_need)),
    ]
    if sum(counts.values()):
        each = [says("card", "class_count", name=name, count=n) for name, n in counts.items()]
        said = says("card", "pictures", count=f"{sum(counts.values()):,}", classes=listed(each))
        blocks.append(Quote("Pictures", said))
    return Section("Data", tuple(blocks))


def _models(plan: Plan, project: Project) -> Section:
    blocks = [Quote("What a model must tell us", _or_missing(plan.models))]
    run = chosen_run(project)
    if run is not None:
        blocks.append(Quote("Ours, so far", result_words(run)))
    return Section("Models", tuple(blocks))


def result_words(run: RunRecord) -> str:
    """Return what a finished run achieved, with its likely range where the counts are known."""
    correct, valid = run.results.get("correct"), run.results.get("valid")
    if correct is None or not valid:
        right = percent(float(run.results.get("accuracy", 0)))
        return says("card", "right_share", right=right)
    likely = percent_range(likely_range(int(correct), int(valid)))
    return says("card", "right_of", correct=int(correct), valid=int(valid), range=likely)


def _costs(project: Project) -> Costs | None:
    """The learner's own costs; those that are merely assumed say nothing on a wall."""
    said = project.settings.has(COSTS) and can_be_priced(project)
    return load_costs(project) if said else None


def _or_missing(words: str) -> str:
    return words.strip() or MISSING
