"""What a smaller picture costs and saves: a quick head on the project's pictures at each size."""

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from core.content import says
from core.jobs.background import Background, stop_here
from core.project.project import Project
from core.project.records import ImageRecord
from core.project.settings import Setting
from core.training.quick.head import fit_head
from core.training.quick.training_set import CannotTrain, TrainingSet
from core.vision.backbone import BackboneUnavailable, backbone
from core.vision.embeddings import embed_images
from core.vision.preprocess import Preprocess
from core.vision.recipe import load_recipe

SIZES = (64, 96, 128, 160, 224)
TIMED = 12

Report = Callable[[float, str], None]


@dataclass(frozen=True)
class SizeTrial:
    """What came out at one size.

    `right` of `judged` pictures, each judged by a head that had not learned from it: the training
    pictures out of fold and the validation set. `milliseconds` is the median a picture takes from
    the file to its embedding, one at a time.
    """

    size: int
    right: int
    judged: int
    milliseconds: float

    @property
    def accuracy(self) -> float:
        """The share of right answers, 0…1."""
        return self.right / self.judged


@dataclass(frozen=True)
class _Kept:
    """Finished trials and the state of pictures and recipe that they were made on."""

    state: str
    trials: tuple[SizeTrial, ...]


KEPT = Setting[_Kept | None]("size_trials", _Kept | None, lambda: None)


@dataclass(frozen=True)
class SizeTrials:
    """Finished trials, smallest size first, and whether the pictures are still the same."""

    trials: list[SizeTrial]
    current: bool


def try_sizes(
    project: Project,
    sizes: Sequence[int] = SIZES,
    *,
    progress: Report = lambda fraction, message: None,
    stop: threading.Event | None = None,
) -> list[SizeTrial]:
    """Train at each size and keep what came out with the project. Locked test pictures take no
    part. Raises CannotTrain, Stopped, BackboneUnavailable."""
    pictures = TrainingSet.of([one for one in project.dataset.images() if one.split != "test"])
    state, trials = _state(project), []
    for number, size in enumerate(sizes):

        def report(done: int, new: int, number: int = number, size: int = size) -> None:
            share = (number + done / new) / len(sizes)
            progress(share, says("training", "size_looked", size=size, done=done, new=new))

        progress(number / len(sizes), says("training", "size", size=size))
        trials.append(_trial(project, pictures, size, report, stop or threading.Event()))
    kept = _Kept(state, tuple(trials))
    project.settings.set(KEPT, kept)
    return trials


def kept_trials(project: Project) -> SizeTrials | None:
    """The last finished trials of this project; None when there are none."""
    kept = project.settings.get(KEPT)
    if kept is None:
        return None
    return SizeTrials(list(kept.trials), kept.state == _state(project))


def _state(project: Project) -> str:
    """Differs whenever pictures, labels, split or the resize method do."""
    return f"{project.changed()} {load_recipe(project).preprocess().method}"


def _trial(
    project: Project,
    pictures: TrainingSet,
    size: int,
    report: Callable[[int, int], None],
    stop: threading.Event,
) -> SizeTrial:
    preprocess = load_recipe(project).model_copy(update={"size": size}).preprocess()
    records = pictures.train + pictures.valid
    embeddings = embed_images(project, records, preprocess, report, stop)
    milliseconds = _timed(project, records[:: max(1, len(records) // TIMED)][:TIMED], preprocess)
    stop_here(stop)
    learned = len(pictures.train)
    targets = pictures.targets(records)
    fitted = fit_head(embeddings[:learned], targets[:learned], pictures.vocab)
    valid = fitted.head.probabilities(embeddings[learned:])
    said = np.concatenate([fitted.out_of_fold, valid]).argmax(axis=1)
    stop_here(stop)
    return SizeTrial(size, int((said == targets).sum()), len(records), milliseconds)


def _timed(project: Project, records: list[ImageRecord], preprocess: Preprocess) -> float:
    """Median milliseconds from a file to its embedding, after one to warm up."""
    network, took = backbone(), []
    for record in [records[0], *records]:
        started = time.perf_counter()
        with Image.open(project.dataset.image_path(record.id)) as image:
            network.embed(preprocess(image)[None])
        took.append(1000 * (time.perf_counter() - started))
    return statistics.median(took[1:])


SIZE_TRIALS = Background[list[SizeTrial]](
    "sizes", at_once=1, sentences=(CannotTrain, BackboneUnavailable)
)


def start_sizes(project: Project) -> None:
    """Try the sizes in the background; a trial that is under way goes on instead."""
    SIZE_TRIALS.start(project, lambda job: try_sizes(project, progress=job.report, stop=job.stop))
