"""Quick training: a logistic head on cached embeddings, in seconds and without a GPU."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.content import says
from core.jobs.background import Background, Job, stop_here
from core.project.disk_full import is_disk_full, make_room
from core.project.project import Project
from core.project.records import ImageRecord, RunRecord
from core.training import outcome as outcome_file
from core.training.outcome import Outcome
from core.training.quick import head as head_file
from core.training.quick.head import FittedHead, fit_head
from core.training.quick.training_set import CannotTrain, TrainingSet
from core.vision.backbone import BACKBONE_ID, BackboneUnavailable
from core.vision.embeddings import embed_images, not_embedded
from core.vision.preprocess import Preprocess
from core.vision.recipe import Recipe, load_recipe
from core.vision.views import AS_IT_IS, EXTRA, View, Views, views_of

Vectors = NDArray[np.float32]


@dataclass
class Looking:
    """All looks of one training: the plain one at every picture, the others at training pictures.
    `progress(done, new)` counts what was not in the cache, over all looks together."""

    project: Project
    pictures: TrainingSet
    preprocess: Preprocess
    views: tuple[View, ...]
    progress: Callable[[int, int], None]
    stop: threading.Event
    new: int = field(init=False)
    _done: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        looks = [(self.pictures.records, AS_IT_IS), *((self.pictures.train, v) for v in self.views)]
        self.new = sum(not_embedded(records, self.preprocess, view) for records, view in looks)

    def plain(self) -> Vectors:
        """All pictures as they are: (N, 1280), in the order of the training set. Raises Stopped and
        BackboneUnavailable, as `extra` does."""
        return self._look(self.pictures.records, AS_IT_IS)

    def extra(self) -> list[Vectors]:
        """The training pictures once more for each view, (N, 1280) each."""
        return [self._look(self.pictures.train, view) for view in self.views]

    def _look(self, records: Sequence[ImageRecord], view: View) -> Vectors:
        before = self._done

        def progress(done: int, _new: int) -> None:
            self._done = before + done
            self.progress(self._done, self.new)

        return embed_images(self.project, records, self.preprocess, progress, self.stop, view=view)


EMBEDDING_SHARE = 0.9


Report = Callable[[float, str], None]


class NoRoom(Exception):
    """The disk was full."""


def _waits(ahead: int) -> str:
    return says("training", "goes_first" if ahead == 1 else "go_first", trainings=ahead)


TRAINING = Background[RunRecord](
    "quick",
    at_once=2,
    waits=_waits,
    sentences=(CannotTrain, BackboneUnavailable, NoRoom),
    broke_off=says("training", "training_broke_off"),
    must_end=says("training", "training_on_its"),
)


def start_quick(project: Project) -> None:
    """Train in the background; a training that is under way goes on instead."""

    def work(job: Job[RunRecord]) -> RunRecord:
        job.report(0.0, "Starting")
        try:
            return train_quick(job.project, progress=job.report, stop=job.stop)
        except Exception as error:
            if is_disk_full(error, job.project.path):
                raise NoRoom(make_room("train")) from error
            raise

    TRAINING.start(project, work)


def train_quick(
    project: Project,
    *,
    progress: Report = lambda fraction, message: None,
    stop: threading.Event | None = None,
) -> RunRecord:
    """Train and evaluate a quick run on the project as it is now; returns the finished run.

    The run appears when it is complete: a process killed half-way leaves none, only the embeddings
    made so far. Raises CannotTrain, Stopped, and BackboneUnavailable.
    """
    started = time.perf_counter()
    TrainingSet.of(project.dataset.images())  # what cannot be trained on is not frozen either
    version = project.versions.freeze()
    pictures = TrainingSet.of(project.versions.images(version.number))
    recipe, views = load_recipe(project), views_of(project)
    looking = Looking(
        project,
        pictures,
        recipe.preprocess(),
        EXTRA[views],
        _looked(progress),
        stop or threading.Event(),
    )
    fitted, outcome = learned(looking, progress)
    run = project.runs.create("quick", _settings(recipe, views, fitted), version.number)
    _save(project, run, fitted, outcome)
    results = _results(outcome) | {
        "embedded": looking.new,
        "seconds": time.perf_counter() - started,
    }
    return project.runs.update(run.id, status="finished", results=results)


def learned(looking: Looking, report: Report) -> tuple[FittedHead, Outcome]:
    """The head on the training pictures, and what it says of every picture; nothing is written.
    Raises Stopped and BackboneUnavailable."""
    plain, extra = _embeddings(looking)
    fitted = _fitted(looking, plain, extra, report)
    return fitted, _outcome(looking.pictures, fitted, plain[len(looking.pictures.train) :])


def _looked(report: Report) -> Callable[[int, int], None]:
    """The first, longest part of the progress."""
    return lambda done, new: report(
        EMBEDDING_SHARE * done / new, says("training", "looking", done=done, new=new)
    )


def _embeddings(looking: Looking) -> tuple[Vectors, list[Vectors]]:
    """All pictures as (N, 1280), and the training pictures again for each other view."""
    return looking.plain(), looking.extra()


def _fitted(looking: Looking, plain: Vectors, extra: list[Vectors], report: Report) -> FittedHead:
    """The head on the training pictures, which come first in `plain`."""
    pictures = looking.pictures
    learned = len(pictures.train)
    report(EMBEDDING_SHARE, says("training", "fitting", pictures=learned))
    fitted = fit_head(
        plain[:learned],
        pictures.targets(pictures.train),
        pictures.vocab,
        views=extra,
        between=lambda: stop_here(looking.stop),
    )
    stop_here(looking.stop)
    return fitted


def _save(project: Project, run: RunRecord, fitted: FittedHead, outcome: Outcome) -> None:
    """The run's files; where there is no room for them, there is no run."""
    try:
        fitted.head.save(project.runs.folder(run.id) / head_file.FILE)
        outcome.save(project.runs.folder(run.id) / outcome_file.FILE)
    except OSError:
        project.runs.delete(run.id)
        raise


def _outcome(pictures: TrainingSet, fitted: FittedHead, others: Vectors) -> Outcome:
    """Out-of-fold probabilities for the training pictures, the head's own for all others."""
    return Outcome(
        vocab=pictures.vocab,
        image_ids=[record.id for record in pictures.records],
        splits=[record.split for record in pictures.records],
        targets=pictures.targets(pictures.records),
        probs=np.concatenate([fitted.out_of_fold, fitted.head.probabilities(others)]),
    )


def _settings(recipe: Recipe, views: Views, fitted: FittedHead) -> dict[str, Any]:
    return {
        "backbone": BACKBONE_ID,
        "recipe": recipe.model_dump(),
        "views": views,
        "head": fitted.kind,
        "C": fitted.strength,
    }


def _results(outcome: Outcome) -> dict[str, Any]:
    """The figures of a finished run; accuracies are shares, 0…1, of the validation pictures."""
    train, valid = outcome.part("train"), outcome.part("valid")
    return {
        **outcome.results(),
        "train": len(train.targets),
        "train_accuracy": train.accuracy,
        "classes": {
            name: _class_counts(train, valid, position)
            for position, name in enumerate(outcome.vocab)
        },
    }


def _class_counts(train: Outcome, valid: Outcome, position: int) -> dict[str, int]:
    held = valid.targets == position
    return {
        "train": int((train.targets == position).sum()),
        "valid": int(held.sum()),
        "correct": int((valid.predicted[held] == position).sum()),
    }
