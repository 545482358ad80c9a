"""The sets a model can be judged on, held-back ones too; what changed since."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.content import says
from core.evaluation.held_back import held_back_sets
from core.project.everybody import EVERYBODY
from core.project.project import Project
from core.project.records import ImageRecord, RunRecord
from core.project.settings import Setting
from core.training.outcome import FILE, Outcome
from core.training.runs import outcome_of, part_of
from core.words import count_of, listed


@dataclass(frozen=True)
class SinceRun:
    """Counts of pictures relabelled, deleted and added since a run was trained."""

    relabelled: int
    deleted: int
    added: int

    @property
    def any(self) -> bool:
        return bool(self.relabelled or self.deleted or self.added)

    @property
    def in_words(self) -> str:
        """For example: "3 pictures relabelled and 1 picture added"; empty when nothing changed."""
        counts = {"relabelled": self.relabelled, "deleted": self.deleted, "added": self.added}
        said = {name: count_of(count, "picture") for name, count in counts.items() if count}
        return listed([says("evaluate", f"since_{name}", pictures=n) for name, n in said.items()])


def since_run(outcome: Outcome, records: Iterable[ImageRecord]) -> SinceRun:
    """Compare the run's labels with the project's pictures of today (test pictures aside)."""
    records = list(records)
    today = {record.id: record.label for record in records if record.split != "test"}
    seen = outcome.part("train", "valid")
    then = {
        image_id: outcome.vocab[int(target)]
        for image_id, target in zip(seen.image_ids, seen.targets, strict=True)
    }
    kept = then.keys() & today.keys()
    return SinceRun(
        relabelled=sum(then[image_id] != today[image_id] for image_id in kept),
        deleted=len(then.keys() - {record.id for record in records}),
        added=len(today.keys() - then.keys()),
    )


TRAIN, VALID, TEST = "train", "valid", "test"

OWN_SETS = (VALID, TRAIN, TEST)

OPENED = Setting[list[dict[str, str | float]]](
    "test_set_opened", list[dict[str, str | float]], list
)


@dataclass(frozen=True)
class EvidenceSet:
    """`pictures` is 0 where the set was not judged yet; `about` is a line about a held-back set,
    "" for train, valid and test, and `title` its name."""

    key: str
    pictures: int
    about: str = ""
    title: str = ""

    @property
    def held_back(self) -> bool:
        return bool(self.about)


def evidence_sets(project: Project, outcome: Outcome) -> dict[str, EvidenceSet]:
    """The sets on which the run of this whole `outcome` can be judged, validation first."""
    own = [EvidenceSet(key, outcome.splits.count(key)) for key in OWN_SETS]
    others = [
        EvidenceSet(key, 0, one.about, one.title)
        for key, one in held_back_sets(project, outcome.vocab).items()
    ]
    return {one.key: one for one in own + others if one.pictures or one.held_back}


def part_outcome(project: Project, run: RunRecord, split: str) -> Outcome:
    """The rows of one split, kept in memory too; raises FileNotFoundError when the run's answers
    are gone."""
    whole = outcome_of(project, run)
    if whole is None:
        raise FileNotFoundError(FILE)
    return part_of(whole, split)


def since_training(project: Project, run: RunRecord) -> SinceRun:
    """What the learner changed since the run; counted again only when something changed."""
    return _since(project.path, project.changed(), run.id)


def openings(project: Project) -> list[dict[str, str | float]]:
    """Every time the locked test set was opened: for which run ("run"), and when ("at")."""
    return project.settings.get(OPENED)


def open_test(project: Project, run: RunRecord) -> None:
    """Note that the learner looked at how this run does on the locked test set."""
    if not is_test_open(project, run):
        opening: dict[str, str | float] = {"run": run.id, "at": time.time()}
        project.settings.set(OPENED, [*openings(project), opening])


def is_test_open(project: Project, run: RunRecord) -> bool:
    """Whether this run's answers on the locked test set have been looked at before."""
    return any(opening.get("run") == run.id for opening in openings(project))


@lru_cache(maxsize=EVERYBODY)
def _since(path: Path, _changed: int, run_id: str) -> SinceRun:
    project = Project(path)
    outcome = outcome_of(project, project.runs.get(run_id))
    return since_run(outcome, project.dataset.images()) if outcome else SinceRun(0, 0, 0)
