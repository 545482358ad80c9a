"""What is done with the model's answers: costs, the rule, what it is worth, the way to work."""

from collections.abc import Iterator

from core.drivetrain.card.blocks import Block, Chart, Gap, Points, Words
from core.drivetrain.card.words import cost_sentences, cost_table, day_words, number, worth_table
from core.drivetrain.costs.costs import PER
from core.drivetrain.decide.decision import Decision
from core.drivetrain.decide.rule_words import decision_words
from core.learning.report.charts import BLUE, GREY, Bar, bars
from core.learning.report.facts import Facts, day_of


def decision(facts: Facts) -> Iterator[Block]:
    """The costs, the rule, and what each way of deciding costs."""
    made = facts.decision
    if made is None:
        yield Gap("No decision has been kept yet.", "decide")
        return
    yield from _still_right(facts, made)
    yield cost_table(made.costs, f"What each action costs, in {made.costs.unit}")
    yield Points(cost_sentences(made.costs))
    yield Words(f"Decided on {day_words(day_of(made.at))}:")
    yield Points(tuple(decision_words(made)))
    yield _worth_chart(made)


def on_the_way(facts: Facts) -> Iterator[Block]:
    """What is known for the first steps at work: how many pictures a day, how many looks."""
    if facts.decision is not None:
        costs = facts.decision.costs
        yield Words(
            f"Of {costs.pictures_a_day:,} pictures a day, people can look at {costs.looks_a_day:,}."
        )


def _still_right(facts: Facts, made: Decision) -> Iterator[Block]:
    if facts.run is not None and made.run_id != facts.run.id:
        yield Gap("The decision was made with another model than today's.", "decide")
    if made.costs.assumed:
        yield Gap("Some of the costs are assumed, not yours yet.", "decide")


def _worth_chart(made: Decision) -> Chart:
    ways, unit = made.strategies, made.costs.unit
    rows = [
        Bar(one.name, ((one.cost, BLUE if one.key == "policy" else GREY),), number(one.cost))
        for one in ways
    ]
    drawn = bars(rows, [(one.low, one.high) for one in ways])
    caption = f"What each way of deciding costs for {PER:,} pictures, in {unit}"
    alt = f"Bars: {caption[0].lower()}{caption[1:]}."
    return Chart("worth", drawn, alt, worth_table(made, caption))
