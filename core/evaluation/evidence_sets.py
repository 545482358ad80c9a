"""The sets a model can be judged on: which there are, what the run said, who opened the test."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.evaluation.held_back import held_back_sets
from core.evaluation.since_run import SinceRun, since_run
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import FILE, Outcome

TRAIN, VALID, TEST = "train", "valid", "test"
OWN_SETS = (VALID, TRAIN, TEST)
OPENED = "test_set_opened"


@dataclass(frozen=True)
class EvidenceSet:
    """`pictures` is 0 where the set was not judged yet; `about` is a line about a held-back set,
    "" for the project's own sets."""

    key: str
    pictures: int
    about: str = ""

    @property
    def held_back(self) -> bool:
        return bool(self.about)


def evidence_sets(outcome: Outcome) -> dict[str, EvidenceSet]:
    """The sets on which the run of this whole `outcome` can be judged, validation first."""
    own = [EvidenceSet(key, outcome.splits.count(key)) for key in OWN_SETS]
    others = [EvidenceSet(key, 0, about) for key, about in held_back_sets(outcome.vocab).items()]
    return {one.key: one for one in own + others if one.pictures or one.held_back}


def whole_outcome(project: Project, run: RunRecord) -> Outcome | None:
    """What the run said about every picture, kept in memory while its file stays the same."""
    return _at(project.run_path(run.id), None)


def part_outcome(project: Project, run: RunRecord, split: str) -> Outcome:
    """The rows of one split, kept in memory too; raises FileNotFoundError when the run's answers
    are gone."""
    part = _at(project.run_path(run.id), split)
    if part is None:
        raise FileNotFoundError(FILE)
    return part


def since_training(project: Project, run: RunRecord) -> SinceRun:
    """What the learner changed since the run; counted anew only when something changed."""
    return _since(project.path, project.changed(), run.id)


def openings(project: Project) -> list[dict[str, str | float]]:
    """Every time the locked test set was opened: for which run ("run"), and when ("at")."""
    return list(project.setting(OPENED, []))


def open_test(project: Project, run: RunRecord) -> None:
    """Note that the learner looked at how this run does on the locked test set."""
    if not is_test_open(project, run):
        project.set_setting(OPENED, [*openings(project), {"run": run.id, "at": time.time()}])


def is_test_open(project: Project, run: RunRecord) -> bool:
    """Whether this run's answers on the locked test set have been looked at before."""
    return any(opening["run"] == run.id for opening in openings(project))


def _at(folder: Path, split: str | None) -> Outcome | None:
    file = folder / FILE
    try:
        return _loaded(file, file.stat().st_mtime_ns, split)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=16)
def _loaded(file: Path, modified_ns: int, split: str | None) -> Outcome:
    whole = Outcome.load(file) if split is None else _loaded(file, modified_ns, None)
    return whole if split is None else whole.part(split)


@lru_cache(maxsize=32)
def _since(path: Path, _changed: int, run_id: str) -> SinceRun:
    project = Project(path)
    outcome = whole_outcome(project, project.run(run_id))
    return since_run(outcome, project.images()) if outcome else SinceRun(0, 0, 0)
