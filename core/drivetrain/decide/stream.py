"""The judged pictures as a sample of real life: chances that hold, and how much each one counts."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.drivetrain.costs.stakes import Stakes
from core.evaluation.calibration import fit_temperature, shifted, tempered_out_of_fold
from core.project.project import Project
from core.project.records import RunRecord
from core.statistics import Floats
from core.training.outcome import FILE, Outcome


@dataclass(frozen=True, eq=False)
class Judgement:
    """What a model said about pictures it had not learned from, its confidence corrected.

    `probs` (N, C) are tempered out of fold, under the data set's mix `seen` (C,); `temperature` is
    the one for new pictures; `predicted` (N,) is the model's own answer.
    """

    classes: list[str]
    image_ids: list[str]
    targets: NDArray[np.int64]
    predicted: NDArray[np.int64]
    probs: Floats
    seen: Floats
    temperature: float

    @property
    def accuracy(self) -> float:
        """The share named right, 0–1."""
        return float((self.predicted == self.targets).mean())

    def missing(self) -> list[str]:
        """Classes of which no picture was judged: their mistakes cannot be seen."""
        there = set(self.targets.tolist())
        return [name for i, name in enumerate(self.classes) if i not in there]


@dataclass(frozen=True, eq=False)
class Stream:
    """Pictures as they come in real life: `probs` (N, C) are real chances, and `weights` (N,) say
    which share of real pictures each one stands for (all together 1)."""

    targets: NDArray[np.int64]
    predicted: NDArray[np.int64]
    probs: Floats
    weights: Floats


def judgement(outcome: Outcome, *, out_of_fold: bool) -> Judgement | None:
    """The honest part of an outcome, calibrated; None when it has no such pictures.

    Validation pictures always count; training pictures only if they were judged `out_of_fold`.
    """
    outcome = outcome.part("train", "valid")  # the locked test set decides nothing
    fair = outcome if out_of_fold else outcome.part("valid")
    if not fair.image_ids:
        return None
    probs = fair.probs.astype(np.float64)
    learned = np.bincount(outcome.targets, minlength=len(outcome.vocab)).astype(np.float64)
    return Judgement(
        classes=list(outcome.vocab),
        image_ids=list(fair.image_ids),
        targets=fair.targets,
        predicted=fair.predicted,
        probs=tempered_out_of_fold(probs, fair.targets),
        seen=learned / learned.sum(),
        temperature=fit_temperature(probs, fair.targets),
    )


def judgement_of(project: Project, run: RunRecord, *, valid_only: bool = False) -> Judgement | None:
    """The judgement of a finished run, kept in memory; None when it left none.

    A quick run judged its training pictures out of fold, so they count too, unless `valid_only`.
    """
    path = project.runs.folder(run.id) / FILE
    if not path.exists():
        return None
    return _judgement(path, path.stat().st_mtime_ns, run.kind == "quick" and not valid_only)


def stream(judged: Judgement, stakes: Stakes) -> Stream:
    """The judged pictures in real life's mix of classes."""
    counts = np.bincount(judged.targets, minlength=len(judged.classes))
    weights = (stakes.rates / np.maximum(counts, 1))[judged.targets]
    if weights.sum() <= 0:
        weights = np.ones(len(judged.targets))
    return Stream(
        targets=judged.targets,
        predicted=judged.predicted,
        probs=shifted(judged.probs, judged.seen, stakes.rates),
        weights=weights / weights.sum(),
    )


@lru_cache(maxsize=16)
def _judgement(path: Path, _modified_ns: int, out_of_fold: bool) -> Judgement | None:
    return judgement(Outcome.load(path), out_of_fold=out_of_fold)
