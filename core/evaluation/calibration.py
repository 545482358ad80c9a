"""From what a model says to chances that hold: one temperature, and real life's mix."""

from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.content import says
from core.project.everybody import EVERYBODY
from core.project.project import Project
from core.project.records import RunRecord
from core.statistics import Floats, folds_of
from core.training.outcome import FILE, Outcome
from core.vision.judge import SMALLEST, tempered
from core.words import count_of

FOLDS = 5
LOG_LIMIT = 2.5


def fit_temperature(probs: Floats, targets: NDArray[np.int64]) -> float:
    """The temperature under which `targets` (N,) are least surprising; 1.0 for no pictures.

    As in Platt's method the truth is softened as if one more picture of each class had turned up.
    So a model that made no mistake on few pictures is not taken for one that never will.
    """
    from scipy.optimize import minimize_scalar

    count, classes = probs.shape
    if count == 0:
        return 1.0
    truth = (count * np.eye(classes)[targets] + 1) / (count + classes)

    def surprise(log_temperature: float) -> float:
        chances = tempered(probs, exp(log_temperature))
        return float(-(truth * np.log(np.clip(chances, SMALLEST, 1.0))).sum())

    found = minimize_scalar(surprise, bounds=(-LOG_LIMIT, LOG_LIMIT), method="bounded")
    return exp(float(found.x))


def tempered_out_of_fold(probs: Floats, targets: NDArray[np.int64], folds: int = FOLDS) -> Floats:
    """Each picture's probabilities (N, C) at the temperature that the *other* folds asked for."""
    fold = folds_of(targets, folds)
    result = np.array(probs, dtype=np.float64)
    for held in range(folds):
        inside, outside = fold == held, fold != held
        if inside.any() and outside.any():
            temperature = fit_temperature(probs[outside], targets[outside])
            result[inside] = tempered(probs[inside], temperature)
    return result


@dataclass(frozen=True, eq=False)
class Unseen:
    """The honest part of an outcome and what calibrates it, the same on every page.

    `outcome` has the validation pictures (N), and the training pictures too where each was judged
    out of fold. `temperature` is fitted on all of them and holds for new pictures; `probs` (N, C)
    are theirs, each fifth at the temperature that the other four ask for.
    """

    outcome: Outcome
    temperature: float
    probs: Floats

    @property
    def pictures(self) -> int:
        """How many pictures the temperature was fitted on."""
        return len(self.outcome.image_ids)

    @property
    def out_of_fold(self) -> int:
        """How many of them are training pictures, judged by a model that had not seen them."""
        return self.outcome.splits.count("train")

    @property
    def in_words(self) -> str:
        """Which pictures the temperature was fitted on, in a sentence or two."""
        valid = self.pictures - self.out_of_fold
        name = "both" if valid and self.out_of_fold else "valid" if valid else "train"
        return says(
            "evaluate",
            f"temperature_{name}",
            temperature=self.temperature,
            valid=count_of(valid, "validation picture"),
            train=count_of(self.out_of_fold, "training picture"),
        )

    def rows_of(self, image_ids: list[str]) -> list[int] | None:
        """The rows of these pictures; None where one of them is not among the honest ones."""
        place = {image_id: row for row, image_id in enumerate(self.outcome.image_ids)}
        rows = [place.get(image_id) for image_id in image_ids]
        return None if None in rows else [row for row in rows if row is not None]


def unseen(outcome: Outcome, *, out_of_fold: bool) -> Unseen | None:
    """The honest part of a whole outcome, calibrated; None when it has no such pictures.

    Validation pictures always count, training pictures only if they were judged `out_of_fold`;
    the locked test set decides nothing.
    """
    fair = outcome.part("train", "valid") if out_of_fold else outcome.part("valid")
    if not fair.image_ids:
        return None
    probs = fair.probs.astype(np.float64)
    return Unseen(
        outcome=fair,
        temperature=fit_temperature(probs, fair.targets),
        probs=tempered_out_of_fold(probs, fair.targets),
    )


def unseen_by(project: Project, run: RunRecord) -> Unseen | None:
    """The same of a finished run, kept in memory; None when it left none.

    A quick run judged its training pictures out of fold; a fine-tune learned them by heart.
    """
    path = project.runs.folder(run.id) / FILE
    if not path.exists():
        return None
    return _unseen(path, path.stat().st_mtime_ns, run.kind == "quick")


@lru_cache(maxsize=EVERYBODY)
def _unseen(path: Path, _modified_ns: int, out_of_fold: bool) -> Unseen | None:
    return unseen(Outcome.load(path), out_of_fold=out_of_fold)
