"""Costs, chances and policies in a learner's words."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

from core.drivetrain.costs.costs import Case, Costs
from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.thresholds import Band, bands
from core.drivetrain.decide.worth import always_action
from ui.parts.lesson import as_text
from ui.parts.words import NO_BREAK


def number(value: float) -> str:
    """1234.5 → "1,234"; 12.34 → "12.3"; 0.123 → "0.12"; 3.0 → "3"."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    text = f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return text.rstrip("0").rstrip(".")


def amount(value: float, unit: str) -> str:
    """A cost with its unit, for Markdown."""
    return f"{number(value)}{NO_BREAK}{as_text(unit)}"


def chance(share: float) -> str:
    """0.0000471 → "0.005 %"; 0.0021 → "0.21 %"; 0.934 → "93 %"."""
    percent = 100 * share
    if 0 < percent < 0.1:
        return f"{percent:.{-floor(log10(percent))}f}{NO_BREAK}%"
    digits = 2 if percent < 1 else 1 if percent < 10 or percent > 99 else 0
    return f"{percent:.{digits}f}{NO_BREAK}%"


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


def rules(now: Situation, when: str) -> list[str]:
    """The policy for one class as sentences, plain text, from chance 0 up."""
    found = bands(now.stakes, when, ask=now.costs.ask, price=now.policy.price)
    return [_rule(band, when, alone=len(found) == 1) for band in found]


def starting_words(costs: Costs) -> str:
    """What is assumed before the learner has said anything, for Markdown."""
    right = {
        action: [f"*{as_text(name)}*" for name in costs.classes if costs.right(name) == action]
        for action in costs.actions
    }
    rights = [
        f"“{as_text(action)}” for {listed(names)}" for action, names in right.items() if names
    ]
    return (
        "**We start with numbers that are not yours yet.** "
        f"Right is {', '.join(rights)}, and costs nothing. Any mistake you have not priced costs "
        f"1. “{as_text(costs.ask)}” costs {number(costs.look)} and is then right; a human can look "
        f"at {costs.looks_a_day:,} of {costs.pictures_a_day:,} pictures a day. Classes turn up as "
        "often as among your pictures. Move anything, and it becomes yours."
    )


def listed(names: Sequence[str]) -> str:
    """ "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _rule(band: Band, when: str, *, alone: bool) -> str:
    if alone:
        return f"Whatever the chance of {when}: {band.action}"
    if band.low <= 0:
        return f"Chance of {when} below {chance(band.high)}: {band.action}"
    if band.high >= 1:
        return f"Chance of {when} above {chance(band.low)}: {band.action}"
    return f"Chance of {when} from {chance(band.low)} to {chance(band.high)}: {band.action}"
