"""Costs speak of a plan's classes, pictures show others: which is which, so that none is lost."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.drivetrain.costs.costs import AsBadAs, Case, Costs

NONE = ""
ALIKE = 0.8
_NEGATED = re.compile(r"^(no|not|none|without)\b")


@dataclass(frozen=True)
class Unmatched:
    """What is to be matched: the classes of the `pictures` that the costs do not know, and the
    classes of the `plan` that no picture shows. `suggested` is picture class → plan class, NONE
    where nothing fits."""

    pictures: list[str]
    plan: list[str]
    suggested: dict[str, str]


def unmatched(costs: Costs, classes: Sequence[str]) -> Unmatched | None:
    """What is to be matched between the costs and the classes of pictures; None when every class
    of the one is known to the other, or one side has nothing left over."""
    pictures = [name for name in classes if name not in costs.rates]
    plan = [name for name in costs.classes if name not in classes]
    return Unmatched(pictures, plan, suggested(pictures, plan)) if pictures and plan else None


def suggested(pictures: Sequence[str], plan: Sequence[str]) -> dict[str, str]:
    """Picture class → the plan class that is the same or similar, each used once; else NONE."""
    found = dict.fromkeys(pictures, NONE)
    pairs = [(_likeness(one, other), one, other) for one in pictures for other in plan]
    for likeness, one, other in sorted(pairs, key=lambda pair: -pair[0]):
        if likeness >= ALIKE and not found[one] and other not in found.values():
            found[one] = other
    return found


def matched(costs: Costs, chosen: Mapping[str, str], pictures: Mapping[str, int]) -> Costs:
    """The costs for the classes of `pictures` (name → how many): a class they know keeps its own,
    another takes those of the plan class `chosen` for it, and one without stays out.

    Picture classes that share a plan class share its rate, by their numbers. Returns `costs` as
    they are where nothing at all would be left of them.
    """
    source = {
        name: name if name in costs.rates else chosen.get(name, NONE)
        for name in pictures
        if name in costs.rates or chosen.get(name, NONE) in costs.rates
    }
    rates = _rates(costs, source, pictures)
    if not source or sum(rates.values()) <= 0:
        return costs
    table = {
        action: {name: row[plan] for name, plan in source.items()}
        for action, row in costs.table.items()
    }
    renamed = {plan: name for name, plan in reversed(source.items())}
    said = [_renamed(words, renamed) for words in costs.said]
    return Costs.model_validate(
        costs.model_dump()
        | {"table": table, "rates": rates}
        | {"said": [words.model_dump() for words in said if words is not None]}
    )


def _rates(
    costs: Costs, source: Mapping[str, str], pictures: Mapping[str, int]
) -> dict[str, float]:
    rates = {}
    for name, plan in source.items():
        sharing = [other for other in source if source[other] == plan]
        total = sum(pictures[other] for other in sharing)
        part = pictures[name] / total if total else 1 / len(sharing)
        rates[name] = costs.rates[plan] * part
    return rates


def _renamed(words: AsBadAs, names: Mapping[str, str]) -> AsBadAs | None:
    """A sentence about the picture's class; None when there is none for its plan class."""
    if not {words.case.when, words.than.when} <= names.keys():
        return None
    return AsBadAs(
        case=Case(action=words.case.action, when=names[words.case.when]),
        times=words.times,
        than=Case(action=words.than.action, when=names[words.than.when]),
    )


def _likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same); a word inside the other's words is similar,
    but "bear" is never "no bear"."""
    first, second = _words(one), _words(other)
    if bool(_NEGATED.match(" ".join(first))) != bool(_NEGATED.match(" ".join(second))):
        return 0.0
    if first == second:
        return 1.0
    if first and second and (set(first) <= set(second) or set(second) <= set(first)):
        return 0.9
    return SequenceMatcher(None, " ".join(first), " ".join(second)).ratio()


def _words(name: str) -> list[str]:
    """The words of a name, each without the s of a plural."""
    return [re.sub(r"(?<=\w{3})s$", "", word) for word in re.findall(r"\w+", name.casefold())]
