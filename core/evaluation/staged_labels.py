"""What the choices that wait on Clean would change: the quick head fitted without and with them.

Nothing is written and no run comes of it. The locked test set is neither learned from nor judged.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.content import says
from core.evaluation.held_back import held_back_pictures, held_back_sets, is_own, known_to
from core.evaluation.runs.comparison import RunComparison, compare_runs
from core.jobs.background import Background, Job, Progress, stop_here
from core.jobs.queue.environment import be_polite
from core.project.project import Project
from core.project.records import ImageRecord, StagedChoice
from core.statistics import Score
from core.training.outcome import Outcome
from core.training.quick.head import Head
from core.training.quick.quick import Looking, Report, learned
from core.training.quick.training_set import CannotTrain, TrainingSet
from core.vision.backbone import BackboneUnavailable
from core.vision.embeddings import embed_files
from core.vision.preprocess import Preprocess
from core.vision.recipe import load_recipe
from core.vision.views import EXTRA, Views, views_of

SHIPPED = ("night", "from-behind", "swapped-backgrounds")  # of Bear World's sets
MOST_OWN = 4
SETTLE_S = 0.1  # somebody who sorts fast is waited for
Choices = tuple[StagedChoice, ...]


class Elsewhere(NamedTuple):
    """A held-back set, and how many of its pictures both heads name right (before, after); None
    while they were not looked at yet."""

    key: str
    title: str
    scores: tuple[Score, Score] | None = None


@dataclass(frozen=True, eq=False)
class Foreseen:
    """The quick head of today's labels (run 0) and the one with the changes that wait (run 1): on
    the validation pictures, by the corrected labels, and on held-back sets."""

    valid: RunComparison
    elsewhere: tuple[Elsewhere, ...]

    @property
    def has_night(self) -> bool:
        """Whether Bear World's night stands beside the validation pictures, which are by day."""
        return any(one.key in SHIPPED for one in self.elsewhere)


FORESEEN = Background[Foreseen](
    "foreseen",
    at_once=1,  # the other cores answer clicks
    kept=64,
    sentences=(CannotTrain, BackboneUnavailable),
    broke_off=says("evaluate", "not_worked_out"),
)


def changes_waiting(project: Project) -> Choices:
    """The staged choices that would change a picture, in one order whatever came first."""
    labels = {record.id: record.label for record in _open(project)}
    return tuple(
        choice
        for image_id, choice in sorted(project.cleaning.staged().items())
        if choice.action != "keep" and labels.get(image_id, choice.label) != choice.label
    )


def foreseen_so_far(project: Project, choices: Choices) -> Progress[Foreseen]:
    """How the work on these choices stands, which is begun here; that on others is stopped. Choices
    that were asked about a moment ago are remembered."""
    about = (project.changed(), load_recipe(project).preprocess(), views_of(project), choices)
    now = FORESEEN.progress(project, about)
    if now is None or now.state == "stopped":
        FORESEEN.stop(project)
        FORESEEN.start(project, lambda job: _foresee_politely(job, choices), about=about)
        now = FORESEEN.progress(project, about)
    assert now is not None
    return now


def foresee(
    project: Project,
    choices: Choices,
    so_far: Callable[[Foreseen], None] = lambda found: None,
    report: Report = lambda fraction, message: None,
    stop: threading.Event | None = None,
) -> Foreseen:
    """Both heads, compared; `so_far` hears of every step. Retraining after *Apply* ends at the same
    head. Raises CannotTrain, BackboneUnavailable and Stopped."""
    stop = stop or threading.Event()
    seen_as, views = load_recipe(project).preprocess(), views_of(project)
    changed = _with_changes(_open(project), choices)
    after = _fit(project, changed, seen_as, views, report, stop)
    before = _today(project.path, project.changed(), seen_as, views)
    waiting = [Elsewhere(key, title) for key, title in _sets(project, before.head.vocab)]
    valid = compare_runs([before.outcome, after.outcome])
    for place, one in enumerate(waiting):
        so_far(Foreseen(valid, tuple(waiting)))
        scores = _scores(project, (before.head, after.head), one.key, seen_as, stop)
        waiting[place] = one._replace(scores=scores)
    return Foreseen(valid, tuple(waiting))


class _Model(NamedTuple):
    head: Head
    outcome: Outcome


def _foresee_politely(job: Job[Foreseen], choices: Choices) -> Foreseen:
    be_polite()
    job.stop.wait(SETTLE_S)
    stop_here(job.stop)
    return foresee(job.project, choices, job.so_far, job.report, job.stop)


def _open(project: Project) -> list[ImageRecord]:
    return [record for record in project.dataset.images() if record.split != "test"]


def _with_changes(records: Sequence[ImageRecord], choices: Choices) -> list[ImageRecord]:
    deleted = {choice.image_id for choice in choices if choice.action == "delete"}
    labels = {choice.image_id: choice.label for choice in choices if choice.label}
    return [
        replace(record, label=labels.get(record.id) or record.label)
        for record in records
        if record.id not in deleted
    ]


def _fit(
    project: Project,
    records: Sequence[ImageRecord],
    seen_as: Preprocess,
    views: Views,
    report: Report,
    stop: threading.Event,
) -> _Model:
    def looked(done: int, new: int) -> None:
        report(done / new, says("work", "looking", done=done, of=new))

    looking = Looking(project, TrainingSet.of(records), seen_as, EXTRA[views], looked, stop)
    fitted, outcome = learned(looking, report)
    return _Model(fitted.head, outcome)


@lru_cache(maxsize=16)
def _today(path: Path, _changed: int, seen_as: Preprocess, views: Views) -> _Model:
    project = Project(path)
    return _fit(
        project, _open(project), seen_as, views, lambda fraction, message: None, threading.Event()
    )


def _sets(project: Project, vocab: list[str]) -> list[tuple[str, str]]:
    """Key and title of the held-back sets that are asked: some of the project's own, and three of
    Bear World's."""
    there = held_back_sets(project, vocab)
    own = [key for key in there if is_own(key)][:MOST_OWN]
    return [(key, there[key].title) for key in [*own, *(key for key in SHIPPED if key in there)]]


def _scores(
    project: Project,
    heads: tuple[Head, Head],
    key: str,
    seen_as: Preprocess,
    stop: threading.Event,
) -> tuple[Score, Score]:
    shown = known_to(heads[0].vocab, held_back_pictures(project, key))
    vectors = embed_files([(id_, one.path) for id_, one in shown.items()], seen_as, stop=stop)
    labels = [one.label for one in shown.values()]
    before, after = (_right(head, vectors, labels) for head in heads)
    return before, after


def _right(head: Head, vectors: NDArray[np.float32], labels: list[str]) -> Score:
    named = [head.vocab[place] for place in head.probabilities(vectors).argmax(axis=1)]
    return Score(sum(map(str.__eq__, named, labels)), len(labels))
