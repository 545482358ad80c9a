"""The health of a dataset: what is worth a second look, as suggestions and never as an act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.project.project import Project
from core.project.records import ImageRecord
from core.project.settings import Setting

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
