"""The judged pictures as a sample of real life: chances that hold, and how much each one counts."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.drivetrain.costs.stakes import Stakes
from core.evaluation.calibration import Unseen, unseen_by
from core.project.everybody import EVERYBODY
from core.project.project import Project
from core.project.records import RunRecord
from core.statistics import Floats
from core.training.outcome import Outcome
from core.training.runs import outcome_of
from core.vision.judge import shifted


@dataclass(frozen=True, eq=False)
class Judgement:
    """What a model said about pictures it had not learned from, its confidence corrected.

    `probs` (N, C) are tempered out of fold, under the data set's mix `seen` (C,); `honest` is what
    they are taken from and `temperature` the run's one for new pictures; `predicted` (N,) is the
    model's own answer.
    """

    classes: list[str]
    image_ids: list[str]
    targets: NDArray[np.int64]
    predicted: NDArray[np.int64]
    probs: Floats
    seen: Floats
    honest: Unseen

    @property
    def temperature(self) -> float:
        """The temperature for new pictures, the same on every page."""
        return self.honest.temperature

    @property
    def accuracy(self) -> float:
        """The share named right, 0–1."""
        return float((self.predicted == self.targets).mean())

    def only(self, image_ids: set[str]) -> Self | None:
        """The same answers about these pictures alone, calibrated as they are; None for none."""
        rows = [row for row, image_id in enumerate(self.image_ids) if image_id in image_ids]
        if not rows:
            return None
        return replace(
            self,
            image_ids=[self.image_ids[row] for row in rows],
            targets=self.targets[rows],
            predicted=self.predicted[rows],
            probs=self.probs[rows],
        )

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


def judgement(outcome: Outcome, honest: Unseen | None) -> Judgement | None:
    """The calibrated answers about the honest pictures; None when there are none.

    The mix of classes it learned is that of all training and validation pictures of `outcome`.
    """
    if honest is None:
        return None
    fair, known = honest.outcome, outcome.part("train", "valid")
    learned = np.bincount(known.targets, minlength=len(outcome.vocab)).astype(np.float64)
    return Judgement(
        classes=list(outcome.vocab),
        image_ids=list(fair.image_ids),
        targets=fair.targets,
        predicted=fair.predicted,
        probs=honest.probs,
        seen=learned / learned.sum(),
        honest=honest,
    )


def judgement_of(project: Project, run: RunRecord) -> Judgement | None:
    """The judgement of a finished run, kept in memory; None when it left none.

    A quick run judged its training pictures out of fold, so they count too. Every cost of this run
    on any page is counted on these pictures, or on some of them that are named (`only`).
    """
    outcome = outcome_of(project, run)
    return None if outcome is None else _judgement(outcome, unseen_by(project, run))


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


@lru_cache(maxsize=EVERYBODY)
def _judgement(outcome: Outcome, honest: Unseen | None) -> Judgement | None:
    return judgement(outcome, honest)
