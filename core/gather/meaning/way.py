"""One way to read an arrival: a class and a side for each of its pictures."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.gather.class_names import alike, clean_class_name
from core.gather.meaning.entries import Entry
from core.gather.meaning.sides import TEST
from core.gather.reading.refusal import Refused

FOLDERS, PLAIN, NAMES, TABLE = "folders", "plain folders", "file names", "table"
ONE_CLASS, TEACHABLE, ALL_UNLABELLED = "one class", "teachable machine", "unlabelled"


@dataclass(frozen=True)
class Way:
    """One way to read an arrival: a class ("" for none) and a side ("" for none) for each picture.

    `about` says more: the level of the folder, the name of the table, the class of all.
    """

    kind: str
    about: str
    labels: tuple[str, ...]
    sides: tuple[str, ...]

    @property
    def key(self) -> str:
        """What names this way among those of one arrival."""
        return f"{self.kind}:{self.about}" if self.about else self.kind

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The classes as they will be called, "" where there is none."""
        cleaned = {label: _cleaned(label) for label in set(self.labels)}
        return tuple(cleaned[label] for label in self.labels)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Class → pictures, by name; without those that have none."""
        return dict(sorted(Counter(filter(None, self.names)).items()))

    @property
    def unlabelled(self) -> int:
        """How many pictures have no class."""
        return self.names.count("")

    @property
    def in_test(self) -> int:
        """How many pictures with a class came in a test folder."""
        return sum(
            side == TEST and bool(name) for name, side in zip(self.names, self.sides, strict=True)
        )

    def one_spelling(self) -> dict[str, list[str]]:
        """Class → what it was called in the arrival, where that was more than one spelling that
        looks the same."""
        spelled: dict[str, set[str]] = defaultdict(set)
        for name, label in zip(self.names, self.labels, strict=True):
            spelled[name].add(label)
        return {name: sorted(found) for name, found in spelled.items() if name and len(found) > 1}

    def spellings(self, known: Iterable[str] = ()) -> list[tuple[str, ...]]:
        """Groups of classes, of this arrival and those `known`, that may be one class each."""
        return [group for group in alike([*self.counts, *known]) if set(group) & set(self.counts)]


def last_folders(pictures: Iterable[Entry]) -> list[str]:
    return ["".join(picture.folders[-1:]) for picture in pictures]


def way_of(kind: str, about: str, labels: Sequence[str]) -> Way:
    return Way(kind, about, tuple(labels), ("",) * len(labels))


def without_labels(pictures: Sequence[Entry]) -> Way:
    return way_of(ALL_UNLABELLED, "", [""] * len(pictures))


def different(ways: Iterable[Way]) -> tuple[Way, ...]:
    """The ways that say something else than those before them."""
    kept: list[Way] = []
    for way in ways:
        if not any(_pairs_up(way, before) for before in kept):
            kept.append(way)
    return tuple(kept)


def _pairs_up(one: Way, other: Way) -> bool:
    """Whether both put the same pictures together, whatever they call them."""
    if one.sides != other.sides and any(one.labels):
        return False
    pairs = set(zip(one.names, other.names, strict=True))
    if any(bool(a) != bool(b) for a, b in pairs):
        return False
    if one.kind == TABLE:  # it may give the classes better names
        return one.names == other.names
    return len(pairs) == len(set(one.names)) == len(set(other.names))


def _cleaned(label: str) -> str:
    try:
        return clean_class_name(label) if label else ""
    except Refused:
        return ""
