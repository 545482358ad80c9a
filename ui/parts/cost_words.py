"""Costs, chances and policies in a learner's words."""

from core.drivetrain.costs.costs import PER, Case, Costs
from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.worth import always_action
from core.words import NO_BREAK, listed, number
from ui.parts.lesson import as_text


def amount(value: float, unit: str) -> str:
    """A cost with its unit, for Markdown."""
    return f"{number(value)}{NO_BREAK}{as_text(unit)}"


def case_words(case: Case) -> str:
    """“Do nothing” when it is *grizzly*."""
    return f"“{as_text(case.action)}” when it is *{as_text(case.when)}*"


def strategy_names(now: Situation) -> dict[str, str]:
    """Strategy key → its name, plain text."""
    always = now.stakes.actions[always_action(now.stakes)]
    return {
        "nothing": now.costs.idle,
        "always": f"Always “{always}”",
        "argmax": "Follow the likeliest class (argmax)",
        "ask": f"{now.costs.ask}, always",
        "policy": "Weigh chances against costs",
        "perfect": "A perfect model",
    }


def starting_words(costs: Costs, *, as_pictures: bool) -> str:
    """What is assumed before the learner has said anything, for Markdown; `as_pictures` is whether
    the classes turn up as often as among the pictures."""
    right = {
        action: [f"*{as_text(name)}*" for name in costs.classes if costs.right(name) == action]
        for action in costs.actions
    }
    rights = [
        f"“{as_text(action)}” for {listed(names)}" for action, names in right.items() if names
    ]
    rates = (
        "Classes turn up as often as among your pictures"
        if as_pictures
        else f"Of {PER:,} pictures in real life {_rates_said(costs)}"
    )
    least = [costs.of(Case(action=costs.right(name), when=name)) for name in costs.classes]
    free = "" if any(least) else ", and costs nothing"
    return (
        "**We start with numbers that are not yours yet.** "
        f"Right is {', '.join(rights)}{free}. Any mistake you have not priced costs "
        f"1. “{as_text(costs.ask)}” costs {number(costs.look)} and is then right; a human can look "
        f"at {costs.looks_a_day:,} of {costs.pictures_a_day:,} pictures a day. {rates}. "
        "Move anything, and it becomes yours."
    )


def _rates_said(costs: Costs) -> str:
    shares = [f"{number(rate)} show *{as_text(name)}*" for name, rate in costs.per_1000().items()]
    return listed(shares)
