"""Numbers and sentences of the card, the same on paper and in Markdown."""

from __future__ import annotations

from datetime import date

from core.drivetrain.costs.costs import AsBadAs, Costs
from core.drivetrain.decide.decision import StrategyCost


def number(value: float) -> str:
    """1234.5 → "1,234"; 12.34 → "12.3"; 0.123 → "0.12"; 3.0 → "3"."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    text = f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return text.rstrip("0").rstrip(".")


def day_words(day: date) -> str:
    """ "3 May 2026"."""
    return f"{day.day} {day:%B %Y}"


def range_words(strategy: StrategyCost) -> str:
    """ "12.3 (10 to 15)"; without the range where there is none."""
    if strategy.low == strategy.high:
        return number(strategy.cost)
    return f"{number(strategy.cost)} ({number(strategy.low)} to {number(strategy.high)})"


def as_bad_as(words: AsBadAs) -> str:
    """A cost the learner gave in words."""
    case, than = words.case, words.than
    return (
        f"“{case.action}” when it is {case.when} is as bad as {number(words.times)} times "
        f"“{than.action}” when it is {than.when}."
    )


def look_words(costs: Costs) -> str:
    """What a human look costs and how many there can be."""
    return (
        f"“{costs.ask}” costs {number(costs.look)} and is then right: {costs.looks_a_day:,} of "
        f"{costs.pictures_a_day:,} pictures a day."
    )
