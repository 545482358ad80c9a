"""The health of a dataset: what is worth a second look, as suggestions and never as an act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from core.content import Content, read
from core.project.project import Project
from core.project.records import ImageRecord
from core.project.settings import Setting
from core.words import count_of, listed

SPLIT_LEAK, BESIDE_TEST, TWICE, UNLIKE = "split_leak", "beside_test", "twice", "unlike"
DUPLICATES = (SPLIT_LEAK, BESIDE_TEST, TWICE)
KINDS = (  # as they are shown: what deceives you first
    *DUPLICATES,
    UNLIKE,
    *("dark", "light", "blurry", "low_information", "odd_aspect_ratio", "odd_size"),
)
FINE = Setting[dict[str, set[str]]]("health_fine", dict[str, set[str]], dict)

Group = tuple[ImageRecord, ...]


@dataclass(frozen=True)
class Checked:
    """What looking at the pictures `ids` brought; it stays true while labels and sides change.

    `alike` is id → group of near duplicates; `suspects` is kind → ids, the worst first.
    `compared` tells whether pictures unlike the others were looked for.
    """

    ids: frozenset[str] = frozenset()
    alike: Mapping[str, str] = field(default_factory=dict)
    suspects: Mapping[str, Sequence[str]] = field(default_factory=dict)
    compared: bool = False


@dataclass(frozen=True)
class Finding:
    """The pictures of one kind, the worst first; near duplicates together in one group."""

    kind: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many things there are to look at: groups of near duplicates, else pictures."""
        return len(self.groups)

    @property
    def pictures(self) -> list[ImageRecord]:
        """All of its pictures, group by group."""
        return [record for group in self.groups for record in group]

    def of_class(self, label: str | None) -> Finding:
        """The groups in which a picture of this class is; all of them for None."""
        if label is None:
            return self
        kept = [group for group in self.groups if any(r.label == label for r in group)]
        return Finding(self.kind, tuple(kept))


def findings(checked: Checked, project: Project) -> list[Finding]:
    """What is worth a look among the pictures as they stand now, in the order of `KINDS`.

    Left out: what the learner called fine, pictures that are gone, and the locked test set (where
    nothing is cleaned), which only counts as the twin of a picture outside of it.
    """
    records = {record.id: record for record in project.dataset.images()}
    fine = called_fine(project)
    found = _duplicates(checked, records.values(), fine.get(TWICE, set()))
    for kind, ids in checked.suspects.items():
        found[kind] = [
            (records[image_id],)
            for image_id in ids
            if image_id in records
            and records[image_id].split != "test"
            and image_id not in fine.get(kind, set())
        ]
    return [Finding(kind, tuple(found[kind])) for kind in KINDS if found.get(kind)]


def called_fine(project: Project) -> dict[str, set[str]]:
    """Kind → the ids that the learner looked at and called fine; all duplicates are one kind."""
    return project.settings.get(FINE)


def call_fine(project: Project, kind: str, ids: Iterable[str]) -> None:
    """Remember that these pictures are no `kind`, or no harm: they are not suggested again."""
    fine = called_fine(project)
    fine.setdefault(_memory_of(kind), set()).update(ids)
    project.settings.set(FINE, fine)


def forget_fine(project: Project) -> None:
    """Suggest again what was called fine."""
    project.settings.set(FINE, {})


def _memory_of(kind: str) -> str:
    return TWICE if kind in DUPLICATES else kind


def _duplicates(
    checked: Checked, records: Iterable[ImageRecord], fine: set[str]
) -> dict[str, list[Group]]:
    groups: dict[str, list[ImageRecord]] = defaultdict(list)
    for record in records:
        if record.id in checked.alike:
            groups[checked.alike[record.id]].append(record)
    found: dict[str, list[Group]] = defaultdict(list)
    for group in groups.values():
        sides = {record.split for record in group}
        open_question = any(record.id not in fine for record in group)
        if len(group) > 1 and open_question and sides != {"test"}:
            found[_kind_of(sides)].append(tuple(group))
    return found


def _kind_of(sides: set[str]) -> str:
    """What near duplicates on these sides are called."""
    if "test" in sides:
        return BESIDE_TEST
    return SPLIT_LEAK if len(sides) > 1 else TWICE


MOST_NAMED = 4  # classes that a sentence lists
FEW = 20
LOPSIDED = 3


@dataclass(frozen=True)
class Balance:
    """Counts over the classes that have pictures; `largest` and `smallest` are class names. Where
    several classes tie, `all_smallest` and `all_largest` name every one of them."""

    total: int
    largest: str
    most: int
    smallest: str
    fewest: int
    all_smallest: tuple[str, ...] = ()
    all_largest: tuple[str, ...] = ()

    @property
    def baseline(self) -> float:
        """Share (0–1) of right answers of a model that always says the largest class."""
        return self.most / self.total

    @property
    def even(self) -> bool:
        """Whether all classes have the same number of pictures."""
        return self.most == self.fewest

    @property
    def lopsided(self) -> bool:
        """Whether one class has three times the pictures of another, or more."""
        return self.most >= LOPSIDED * self.fewest

    @property
    def thin(self) -> bool:
        """Whether a class has so few pictures that its validation share says little."""
        return self.fewest < FEW


def class_balance(counts: Mapping[str, int]) -> Balance | None:
    """The balance of `counts` (class name to pictures); None below two classes with pictures."""
    filled = {name: count for name, count in counts.items() if count}
    if len(filled) < 2:
        return None
    largest = max(filled, key=lambda name: filled[name])
    smallest = min(filled, key=lambda name: filled[name])
    most, fewest = filled[largest], filled[smallest]
    return Balance(
        sum(filled.values()),
        largest,
        most,
        smallest,
        fewest,
        all_smallest=tuple(name for name in filled if filled[name] == fewest),
        all_largest=tuple(name for name in filled if filled[name] == most),
    )


class KindText(Content):
    """The words of one kind: a line for one and for many (with `{n}`), a title, what it means."""

    one: str
    many: str
    title: str
    text: str


class HealthText(Content):
    """All words of `assets/content/health.yaml`."""

    kinds: dict[str, KindText]
    thin: str
    thin_many: str
    lopsided: str
    empty: str


@cache
def health_text() -> HealthText:
    """The words as they are written in the content file, checked."""
    return read("health.yaml", HealthText)


def in_a_word(finding: Finding) -> str:
    """A finding as it stands in the line, such as "5 very dark"."""
    words = health_text().kinds[finding.kind]
    return (words.one if finding.count == 1 else words.many).format(n=f"{finding.count:,}")


def out_of_balance(counts: Mapping[str, int]) -> list[str]:
    """What is wrong with the sizes of the classes (name → pictures), in a few words each."""
    words = health_text()
    said = [words.empty.format(name=name) for name, count in counts.items() if not count]
    balance = class_balance(counts)
    if balance is None:
        return said
    if balance.thin:
        few, many = balance.all_smallest, words.thin_many
        thin = many if len(few) > 1 else words.thin
        said.append(thin.format(name=_named(few), count=balance.fewest))
    elif balance.lopsided:
        said.append(
            words.lopsided.format(
                name=_named(balance.all_smallest),
                count=balance.fewest,
                largest=balance.largest,
                most=balance.most,
            )
        )
    return said


def _named(classes: Sequence[str]) -> str:
    """The classes by their names; of more than a few only how many they are."""
    if len(classes) <= MOST_NAMED:
        return listed(classes)
    return count_of(len(classes), "class", "classes")
