"""Ask a trained model about one picture."""

import time
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest
from pathlib import Path

import numpy as np
from PIL import Image

from core.production.run_files import (
    LABELS,
    MISSING,
    NOT_TAKEN_OVER,
    ONNX,
    model_labels,
    quick_head,
)
from core.project.disk import home
from core.project.disk_full import NOT_KEPT
from core.project.project import Project
from core.project.records import ImageRecord, RunRecord
from core.project.reserve import disk_trouble
from core.training.quick.head import FILE as HEAD
from core.vision.backbone import BackboneUnavailable, backbone
from core.vision.judge import Array, Judge, See, whole_graph
from core.vision.model_labels import ModelLabels


class ModelUnavailable(Exception):
    """The run's model cannot be asked; the text is one sentence for the learner."""


@dataclass(frozen=True)
class Prediction:
    """A model's answer: the likeliest class, the probability of every class (in the model's
    order, summing to 1), and the seconds it took, preparing the picture included."""

    label: str
    probs: dict[str, float]
    seconds: float

    @property
    def sure(self) -> float:
        """The probability of the class it chose, 0…1."""
        return self.probs[self.label]


class Predictor(Judge):
    """A model of this app, ready to be asked: the judge that every export carries, and a clock."""

    def predict(self, picture: Image.Image) -> Prediction:
        """The model's answer about `picture`, of any size and mode."""
        started = time.perf_counter()
        (answer,) = self.answers([picture])
        return Prediction(answer.label, answer.probs, time.perf_counter() - started)


def load_predictor(project: Project, run_id: str) -> Predictor:
    """The model of a finished run; loaded once, then kept for the next question.

    Raises ModelUnavailable when the run left no model, or it cannot be loaded here.
    """
    try:
        model_labels(project, project.runs.get(run_id))
        folder = project.runs.folder(run_id)
        return _loaded(folder, (folder / LABELS).stat().st_mtime_ns)
    except BackboneUnavailable as error:
        raise ModelUnavailable(str(error)) from error
    except (OSError, KeyError, ValueError) as error:
        is_tuned = project.runs.get(run_id).kind == "finetune"
        absent = NOT_TAKEN_OVER if is_tuned else MISSING
        raise ModelUnavailable(NOT_KEPT.get(disk_trouble(home()), absent)) from error


@lru_cache(maxsize=4)
def _loaded(folder: Path, _named_at: int) -> Predictor:
    """A class may get another name, which is written into labels.json. One thread a question: the
    other cores are for pages."""
    labels = ModelLabels.read(folder / LABELS)
    quick = (folder / HEAD).exists()
    see = _head_on_backbone(folder) if quick else whole_graph(folder / ONNX, threads=1)
    return Predictor(labels.vocab, labels.preprocess(), see)


def _head_on_backbone(folder: Path) -> See:
    """A quick run: the backbone is shared by all runs, only the head is the run's own."""
    head, eye = quick_head(folder), backbone()

    def see(batch: Array) -> tuple[Array, Array]:
        embeddings = eye.embed(batch)
        return head.probabilities(embeddings), embeddings

    return see


def trained_on(project: Project, run: RunRecord) -> frozenset[str]:
    """The ids of the pictures this run learned from: its answers about them prove little."""
    seen = project.versions.images(run.version)
    return frozenset(image.id for image in seen if image.split == "train")


def pictures_to_try(
    project: Project, trained: frozenset[str], limit: int = 24
) -> list[ImageRecord]:
    """Up to `limit` pictures, those the model did not learn from first, the classes in turn."""
    unseen = [image for image in project.dataset.images() if image.id not in trained]
    known = [image for image in project.dataset.images() if image.id in trained]
    return (_classes_in_turn(unseen) + _classes_in_turn(known))[:limit]


def _classes_in_turn(images: list[ImageRecord]) -> list[ImageRecord]:
    piles: dict[str, list[ImageRecord]] = {}
    for image in images:
        piles.setdefault(image.label, []).append(image)
    rounds = zip_longest(*(piles[label] for label in sorted(piles)))
    return [image for image in chain.from_iterable(rounds) if image is not None]


def television_static(size: int = 320, grain: int = 4, seed: int = 0) -> Image.Image:
    """Black-and-white noise, (size, size) RGB, in grains of `grain` pixels; the same for a seed."""
    cells = np.random.default_rng(seed).integers(0, 256, (size // grain, size // grain))
    picture = Image.fromarray(cells.astype(np.uint8)).convert("RGB")
    return picture.resize((size, size), Image.Resampling.NEAREST)
