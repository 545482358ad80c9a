"""Does a model get better abroad once it has seen a few pictures from there?"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evaluation.abroad import (
    TROUBLES,
    Report,
    Vectors,
    home_outcome,
    learned_pictures,
    place,
    records_of,
    telling,
)
from core.evaluation.conditions import Condition
from core.jobs.background import Background, Job
from core.project.project import Project
from core.project.records import RunRecord
from core.statistics import Score
from core.training.quick.head import Head, fit_head
from core.vision.embeddings import embed_images
from core.vision.recipe import run_recipe
from core.vision.views import AS_IT_IS, View

EXTRA = 12


@dataclass(frozen=True)
class Taught:
    """A quick model and the same one that learned `extra` more pictures, (before, after): on the
    validation pictures at home, and as the condition shows them."""

    extra: int
    home: tuple[Score, Score]
    abroad: tuple[Score, Score]


TAUGHT = Background[Taught]("taught", at_once=2, kept=64, sentences=TROUBLES)


def teach(project: Project, run: RunRecord, condition: Condition, strength: float) -> None:
    """Work out `taught_abroad` in the background: TAUGHT, about `place`."""

    def work(job: Job[Taught]) -> Taught:
        return taught_abroad(project, run, condition.view(strength), telling(job), job.stop)

    TAUGHT.start(project, work, about=place(run, condition, strength))


def taught_abroad(
    project: Project,
    run: RunRecord,
    view: View,
    report: Report = lambda done, of: None,
    stop: threading.Event | None = None,
    extra: int = EXTRA,
) -> Taught:
    """A head on the run's training pictures, and one that also saw `extra` of them under the
    condition, class by class in turn. Nothing in the project changes. Raises NotJudged,
    BackboneUnavailable, Stopped."""
    home, learned = home_outcome(project, run), learned_pictures(project, run)
    prepare, valid = run_recipe(run).preprocess(), records_of(project, home.image_ids)
    chosen = rows_in_turn([record.id for record in learned.records], learned.targets, extra)
    plain = embed_images(project, learned.records, prepare, stop=stop)
    shown = [learned.records[row] for row in chosen]
    changed = embed_images(project, shown, prepare, report, stop, view)
    before = fit_head(plain, learned.targets, home.vocab).head
    targets = np.concatenate([learned.targets, learned.targets[chosen]])
    after = fit_head(np.concatenate([plain, changed]), targets, home.vocab).head
    looks = [embed_images(project, valid, prepare, report, stop, one) for one in (AS_IT_IS, view)]
    at_home, abroad = (
        (_score(before, look, home.targets), _score(after, look, home.targets)) for look in looks
    )
    return Taught(len(chosen), at_home, abroad)


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
