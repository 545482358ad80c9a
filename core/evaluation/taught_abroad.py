"""Does a model get better abroad once it has seen a few pictures from there?"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.content import says
from core.evaluation.abroad import (
    TROUBLES,
    Learned,
    NotJudged,
    Report,
    Vectors,
    home_outcome,
    learned_pictures,
    records_of,
    telling,
    work_place,
)
from core.evaluation.elsewhere import Elsewhere, Seen, seen_elsewhere
from core.evaluation.held_back import is_own
from core.jobs.background import Background, Job
from core.project.everybody import EVERYBODY
from core.project.project import Project
from core.project.records import ImageRecord, RunRecord
from core.statistics import Score
from core.training.outcome import Outcome
from core.training.quick.head import Head, fit_head
from core.vision.embeddings import embed_files, embed_images
from core.vision.recipe import run_recipe
from core.vision.views import AS_IT_IS

EXTRA = 12
FROM_THERE = "elsewhere"  # how photos came that were taken there to learn from


@dataclass(frozen=True)
class Taught:
    """A quick model and the same one that learned `extra` more pictures, (before, after): on the
    validation pictures at home, and elsewhere."""

    extra: int
    home: tuple[Score, Score]
    abroad: tuple[Score, Score]


@dataclass(frozen=True, eq=False)
class _Lesson:
    """What is learned besides, and what is judged afterwards."""

    extra: Seen
    judged: Seen


TAUGHT = Background[Taught]("taught", at_once=2, kept=EVERYBODY, sentences=TROUBLES)


def teach(project: Project, run: RunRecord, where: Elsewhere) -> None:
    """Work out `taught_abroad` in the background: TAUGHT, about `teaching_place`."""

    def work(job: Job[Taught]) -> Taught:
        return taught_abroad(project, run, where, telling(job), job.stop)

    TAUGHT.start(project, work, about=teaching_place(project, run, where))


def teaching_place(project: Project, run: RunRecord, where: Elsewhere) -> str:
    """What the work is about: other pictures from there are other work. Raises NotJudged."""
    return f"{work_place(project, run, where)}-{len(from_there(project))}"


def from_there(project: Project) -> list[ImageRecord]:
    """The photos that were taken elsewhere to learn from."""
    return [record for record in project.dataset.images() if record.source == FROM_THERE]


def taught_abroad(
    project: Project,
    run: RunRecord,
    where: Elsewhere,
    report: Report = lambda done, of: None,
    stop: threading.Event | None = None,
) -> Taught:
    """A head on the run's training pictures, and one that also learned `EXTRA` from elsewhere,
    class by class in turn: training pictures under the condition, rendered ones of a set, which
    are then not judged, or photos that were brought (`FROM_THERE`). Nothing in the project
    changes. Raises NotJudged, BackboneUnavailable, Stopped."""
    home, prepare = home_outcome(project, run), run_recipe(run).preprocess()
    learned, lesson = _pictures(project, run, home, where)
    plain = embed_images(project, learned.records, prepare, stop=stop)
    changed = embed_files(lesson.extra.files, prepare, report, stop, lesson.extra.view)
    before = fit_head(plain, learned.targets, home.vocab).head
    targets = np.concatenate([learned.targets, lesson.extra.targets])
    after = fit_head(np.concatenate([plain, changed]), targets, home.vocab).head
    valid = embed_images(project, records_of(project, home.image_ids), prepare, stop=stop)
    look = embed_files(lesson.judged.files, prepare, report, stop, lesson.judged.view)
    sides = ((valid, home.targets), (look, lesson.judged.targets))
    at_home, abroad = ((_score(before, *side), _score(after, *side)) for side in sides)
    return Taught(len(lesson.extra.files), at_home, abroad)


def _pictures(
    project: Project, run: RunRecord, home: Outcome, where: Elsewhere
) -> tuple[Learned, _Lesson]:
    """What the model learned without anything from there, and what it learns besides."""
    learned, seen = learned_pictures(project, run), seen_elsewhere(project, home, where)
    if not where.held_back:
        files = [(one.id, project.dataset.image_path(one.id)) for one in learned.records]
        extra = Seen(files, learned.targets, where.view)
        return learned, _Lesson(_in_turn(extra), seen)
    if not is_own(where.name):
        rows = rows_in_turn(seen.ids, seen.targets, EXTRA)
        rest = [row for row in range(len(seen.files)) if row not in rows]
        return learned, _Lesson(seen.part(rows), seen.part(rest))
    photos = [
        one
        for one in from_there(project)
        if one.label in home.vocab and one.id not in home.image_ids
    ]
    targets = np.array([home.vocab.index(one.label) for one in photos], dtype=np.int64)
    files = [(one.id, project.dataset.image_path(one.id)) for one in photos]
    if not files:
        raise NotJudged(says("evaluate", "no_photo_from"))
    return learned.without({one.id for one in photos}), _Lesson(
        _in_turn(Seen(files, targets, AS_IT_IS)), seen
    )


def _in_turn(seen: Seen) -> Seen:
    return seen.part(rows_in_turn(seen.ids, seen.targets, EXTRA))


def rows_in_turn(ids: Sequence[str], targets: NDArray[np.int64], count: int) -> list[int]:
    """Up to `count` rows, one of each class after the other, always the same ones."""
    place_in_class: dict[int, int] = {}
    turns = []
    for row in sorted(range(len(ids)), key=ids.__getitem__):
        label = int(targets[row])
        place_in_class[label] = place_in_class.get(label, 0) + 1
        turns.append((place_in_class[label], label, row))
    return [row for _, _, row in sorted(turns)[:count]]


def _score(head: Head, vectors: Vectors, targets: NDArray[np.int64]) -> Score:
    right = head.probabilities(vectors).argmax(axis=1) == targets
    return Score(int(right.sum()), len(targets))
