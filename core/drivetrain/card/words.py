"""Numbers, sentences and tables of the costs, the same in the card and in the reports."""

from datetime import date

from core.content import says
from core.drivetrain.card.blocks import Table
from core.drivetrain.costs.costs import PER, AsBadAs, Costs
from core.drivetrain.decide.decision import Decision, StrategyCost
from core.words import number, with_range


def day_words(day: date) -> str:
    """ "3 May 2026"."""
    return f"{day.day} {day:%B %Y}"


def range_words(strategy: StrategyCost) -> str:
    """ "12.3 (10 to 15)"; without the range where there is none."""
    if strategy.low == strategy.high:
        return number(strategy.cost)
    return with_range(strategy.cost, (strategy.low, strategy.high))


def as_bad_as(words: AsBadAs) -> str:
    """A cost the learner gave in words."""
    case, than = words.case, words.than
    return says(
        "card",
        "as_bad_as" if words.times == 1 else "times_as_bad",
        action=case.action,
        when=case.when,
        times=number(words.times),
        than=than.action,
        than_when=than.when,
    )


def look_words(costs: Costs) -> str:
    """What a human look costs and how many there can be."""
    counts = {"looks": costs.looks_a_day, "pictures": costs.pictures_a_day}
    return says("card", "look", ask=costs.ask, look=number(costs.look), **counts)


def cost_sentences(costs: Costs) -> tuple[str, ...]:
    """What the table of costs cannot say: costs given in words, and the price of a look."""
    return (*map(as_bad_as, costs.still_said()), look_words(costs))


def cost_table(costs: Costs, caption: str = "") -> Table:
    """Actions down, true classes across, and how often each class comes."""
    often = costs.per_1000()
    rows = [
        (action, *(number(row[name]) for name in costs.classes))
        for action, row in costs.table.items()
    ]
    rows.append(
        (says("card", "of_pictures", per=PER), *(number(often[name]) for name in costs.classes))
    )
    return Table(caption, (says("card", "if_we_do"), *costs.classes), tuple(rows))


def worth_table(decision: Decision, caption: str = "") -> Table:
    """What each way of deciding costs, with its likely range."""
    rows = tuple((one.name, range_words(one)) for one in decision.strategies)
    return Table(caption, ("Way of deciding", "Cost (likely range)"), rows)
