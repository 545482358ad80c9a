"""Costs, chances and policies in a learner's words."""

from core.content import says
from core.drivetrain.costs.costs import PER, Case, Costs
from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.worth import Worth, always_action
from core.words import NO_BREAK, listed, number
from ui.parts.lesson import as_text

MOST_NAMED = 6  # more names than these nobody reads in one sentence


def amount(value: float, unit: str) -> str:
    """A cost with its unit, for Markdown."""
    return f"{number(value)}{NO_BREAK}{as_text(unit)}"


def with_range(worth: Worth) -> str:
    """What is paid for 1,000 pictures, with its likely range."""
    low, high = number(worth.low), number(worth.high)
    return says("decide", "with_range", cost=number(worth.cost), low=low, high=high)


def case_words(case: Case) -> str:
    """“Do nothing” when it is *grizzly*."""
    return says("costs", "case", action=as_text(case.action), when=as_text(case.when))


def strategy_names(now: Situation) -> dict[str, str]:
    """Strategy key → its name, plain text."""
    always = now.stakes.actions[always_action(now.stakes)]
    return {
        "nothing": now.costs.idle,
        "always": says("costs", "always", action=always),
        "argmax": "Follow the likeliest class (argmax)",
        "ask": says("costs", "ask_always", ask=now.costs.ask),
        "policy": "Weigh chances against costs",
        "perfect": "A perfect model",
    }


def starting_words(costs: Costs, *, as_pictures: bool) -> str:
    """What is assumed before the learner has said anything, for Markdown; `as_pictures` is whether
    the classes turn up as often as among the pictures."""
    day = {"there": costs.looks_a_day, "day": costs.pictures_a_day}
    said = [
        says("costs", "not_yours_yet"),
        *_right_actions(costs),
        says("costs", "any_mistake"),
        says("costs", "look", ask=as_text(costs.ask), look=number(costs.look), **day),
        says("costs", "as_pictures") if as_pictures else _rates_said(costs),
        says("costs", "becomes_yours"),
    ]
    return " ".join(said)


def _right_actions(costs: Costs) -> list[str]:
    """A sentence for each action that is right for some class."""
    free = not any(costs.of(Case(action=costs.right(name), when=name)) for name in costs.classes)
    right = {
        action: [f"*{as_text(name)}*" for name in costs.classes if costs.right(name) == action]
        for action in costs.actions
    }
    return [
        _right(as_text(action), names, len(costs.classes), free=free)
        for action, names in right.items()
        if names
    ]


def _right(action: str, names: list[str], classes: int, *, free: bool) -> str:
    """For which classes an action is right: by their names, or by their number where it is long."""
    if len(names) > MOST_NAMED:
        how = "right_many_and_free" if free else "right_many"
        return says("costs", how, action=action, some=len(names), all=classes)
    how = "right_and_free" if free else "right"
    return says("costs", how, action=action, names=listed(names, "or"))


def _rates_said(costs: Costs) -> str:
    shares = [
        says("costs", "rate", rate=number(rate), name=as_text(name))
        for name, rate in costs.per_1000().items()
    ]
    return says("costs", "rates", per=PER, rates=listed(shares))
