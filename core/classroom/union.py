"""Which pictures of many learners make one set: classes matched by name, each picture once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from core.gather.class_names import meant


@dataclass(frozen=True)
class SharedName:
    """One class of many learners: `name` is how most of them write it, `spellings` all the ways;
    `learners` have it, with so many `pictures` together (the same one counted again)."""

    name: str
    spellings: tuple[str, ...]
    learners: int
    pictures: int


class Offer(NamedTuple):
    """A picture (by its id) that a learner has in a class."""

    image: str
    label: str
    learner: str


@dataclass(frozen=True)
class Choice:
    """What goes into one set, in turns, so that what has to stay out is everybody's alike. `twice`
    is how many offers were the same picture again; of pictures with several labels `settled` got
    the one that most gave, and `tied` are left out."""

    kept: list[Offer]
    twice: int
    settled: int
    tied: int


def shared_names(counts: Mapping[str, Mapping[str, int]]) -> list[SharedName]:
    """Return the classes of learners (nickname → class → pictures), those that most have first.
    Names are one class where they differ in case, spaces, hyphens or a plural s alone."""
    having = Counter(name for classes in counts.values() for name, many in classes.items() if many)
    groups: dict[str, list[str]] = {}
    for name, _ in sorted(having.items(), key=lambda pair: (-pair[1], pair[0])):
        groups.setdefault(meant(name, groups) or name, []).append(name)
    found = [_shared(name, spellings, counts) for name, spellings in groups.items()]
    return sorted(found, key=lambda one: (-one.learners, one.name))


def _shared(name: str, spellings: list[str], counts: Mapping[str, Mapping[str, int]]) -> SharedName:
    of_each = [sum(classes.get(one, 0) for one in spellings) for classes in counts.values()]
    return SharedName(name, tuple(spellings), sum(many > 0 for many in of_each), sum(of_each))


def chosen(offers: Iterable[Offer]) -> Choice:
    """Return which of the offers make one set."""
    by_image: dict[str, list[Offer]] = defaultdict(list)
    for offer in offers:
        by_image[offer.image].append(offer)
    kept, settled, tied = [], 0, 0
    for same in by_image.values():
        votes = Counter(one.label for one in same).most_common(2)
        if len(votes) > 1 and votes[0][1] == votes[1][1]:
            tied += 1
            continue
        settled += len(votes) > 1
        kept.append(next(one for one in same if one.label == votes[0][0]))
    twice = sum(len(same) - 1 for same in by_image.values())
    return Choice(_in_turns(kept), twice, settled, tied)


def without_alike(offers: Iterable[Offer], groups: Mapping[str, str]) -> list[Offer]:
    """Return the offers without those that look nearly the same as a classmate's of the same class,
    which came first. `groups` is picture → group of near duplicates. One learner's own alike
    pictures stay: a series before a camera is work, and not the same photo found twice."""
    whose: dict[tuple[str, str], str] = {}
    return [
        one
        for one in offers
        if whose.setdefault((groups.get(one.image, one.image), one.label), one.learner)
        == one.learner
    ]


def _in_turns(offers: list[Offer]) -> list[Offer]:
    """One of each learner and class, then the next one of each."""
    turn: Counter[tuple[str, str]] = Counter()
    placed = []
    for offer in offers:
        placed.append((turn[offer.learner, offer.label], offer))
        turn[offer.learner, offer.label] += 1
    return [offer for _, offer in sorted(placed, key=lambda pair: pair[0])]
