"""Predict, then reveal: the learner marks what is wrong with a class before the model says so.

A round is some pictures of one class, drawn once and kept with the project: what is marked in it
survives a reload, and what was found stays readable after the pictures are cleaned.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from core.curation.labels.suspicion import Suggestions
from core.project.dataset.draw import rank
from core.project.dataset.near_duplicates import near_duplicate_groups
from core.project.project import Project
from core.project.settings import Setting

PICTURES = 48
COMPARED = 200  # pictures among which near duplicates are kept together: about a second
PAIRS = 3  # groups of near duplicates that are on a wall for sure
SEED = 7


@dataclass(frozen=True)
class Round:
    """Pictures of the class `label`, those `marked` by the learner, and, once `revealed`, what the
    model `found` on them and which faults were `planted` there (lists of ids, one of which is
    enough: two near duplicates are one fault)."""

    label: str
    pictures: list[str]
    marked: list[str] = field(default_factory=list)
    revealed: bool = False
    found: Suggestions = field(default_factory=dict)
    planted: list[list[str]] = field(default_factory=list)


ROUNDS = Setting[list[Round]]("reveal_rounds", list[Round], list)


class Compared(NamedTuple):
    """Picture ids by who found them, in the order of the round."""

    both: list[str]
    only_you: list[str]
    only_model: list[str]


def rounds(project: Project) -> list[Round]:
    """All rounds of the project in the order they were begun."""
    return project.settings.get(ROUNDS)


def round_of(project: Project, label: str) -> Round:
    """The last round of a class; a new one, of pictures not yet looked at, before the first."""
    mine = [one for one in rounds(project) if one.label == label]
    return mine[-1] if mine else new_round(project, label)


def new_round(project: Project, label: str) -> Round:
    """Up to 48 pictures of a class that were in no round before, and no test pictures.

    Near duplicates come together, and a few of them first: else one would hardly ever meet both on
    the same wall. The same project gives the same round; empty where all have been looked at.
    """
    seen = {picture for one in rounds(project) for picture in one.pictures}
    fresh = [
        r.id for r in project.dataset.images(label=label) if r.split != "test" and r.id not in seen
    ]
    pool = sorted(fresh, key=lambda picture: rank(SEED, picture))[:COMPARED]
    group_of = near_duplicate_groups(project.dataset, pool)
    groups: dict[str, list[str]] = defaultdict(list)
    for picture in pool:
        groups[group_of.get(picture, picture)].append(picture)
    pairs = [group for group in groups.values() if len(group) > 1]
    alone = [group for group in groups.values() if len(group) == 1]
    drawn = _filled([*pairs[:PAIRS], *alone, *pairs[PAIRS:]])
    return Round(label, sorted(drawn, key=lambda picture: rank(SEED + 1, picture)))


def _filled(groups: Sequence[list[str]]) -> list[str]:
    """The first groups for which there is room."""
    drawn: list[str] = []
    for group in groups:
        if len(drawn) + len(group) <= PICTURES:
            drawn += group
    return drawn


def keep_round(project: Project, one: Round) -> None:
    """Save a round, in place of the last one of its class while that was not revealed."""
    kept = rounds(project)
    place = next((n for n, o in enumerate(kept) if o.label == one.label and not o.revealed), None)
    kept = [*kept, one] if place is None else [*kept[:place], one, *kept[place + 1 :]]
    project.settings.set(ROUNDS, kept)


def revealed(one: Round, found: Suggestions, planted: Sequence[frozenset[str]]) -> Round:
    """The round with the answers: `found` and `planted` cut down to its own pictures."""
    mine = set(one.pictures)
    return replace(
        one,
        revealed=True,
        found={picture: found[picture] for picture in one.pictures if picture in found},
        planted=[sorted(fault) for fault in planted if fault <= mine],
    )


def compared(one: Round) -> Compared:
    """Who found which pictures of a revealed round."""
    marked, found = set(one.marked), set(one.found)
    return Compared(
        both=[p for p in one.pictures if p in marked & found],
        only_you=[p for p in one.pictures if p in marked - found],
        only_model=[p for p in one.pictures if p in found - marked],
    )


def how_many_wrong(one: Round) -> int:
    """How many of a revealed round are wrong: the planted faults where there are any, else what the
    model doubts."""
    return len(one.planted) or len(one.found)


class Score(NamedTuple):
    """Of `planted` faults: how many the learner, the model and both together found; and how many
    pictures each called wrong in which nothing had been planted."""

    planted: int
    you: int
    model: int
    together: int
    you_astray: int
    model_astray: int


def score(played: Sequence[Round]) -> Score | None:
    """The score of all revealed rounds; None where nothing had been planted."""
    done = [one for one in played if one.revealed]
    if not any(one.planted for one in done):
        return None
    return Score(*(sum(column) for column in zip(*(_score(one) for one in done), strict=True)))


def _score(one: Round) -> Score:
    you, model = set(one.marked), set(one.found)
    faulty = {picture for fault in one.planted for picture in fault}

    def hits(called: set[str]) -> int:
        return sum(not called.isdisjoint(fault) for fault in one.planted)

    return Score(
        len(one.planted),
        hits(you),
        hits(model),
        hits(you | model),
        len(you - faulty),
        len(model - faulty),
    )
