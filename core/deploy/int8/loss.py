"""What int8 costs: both models on the same validation pictures, as a paired test."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from core.evaluation.runs.comparison import compare_runs
from core.statistics import PROOF, Score
from core.training.outcome import Outcome


class Loss(BaseModel):
    """Two models on the same `pictures`: the full one and the small one.

    `same` answers stayed; `only_full` and `only_small` pictures are right for one alone, and
    `p_value` is McNemar's. `most_moved` is how far one probability went (0–1). Sizes in bytes, and
    the milliseconds of one answer on one core of this server.
    """

    model_config = ConfigDict(frozen=True)

    vocab: list[str]
    pictures: int
    same: int
    full_right: int
    small_right: int
    only_full: int
    only_small: int
    p_value: float
    most_moved: float
    full_bytes: int
    small_bytes: int
    full_ms: float
    small_ms: float

    @property
    def full(self) -> Score:
        """The right answers of the full model."""
        return Score(self.full_right, self.pictures)

    @property
    def small(self) -> Score:
        """The right answers of the small model."""
        return Score(self.small_right, self.pictures)

    @property
    def is_proved(self) -> bool:
        """Whether the two differ by more than luck explains."""
        return self.p_value < PROOF


def loss_between(
    full: Outcome, small: Outcome, files: Sequence[Path], milliseconds: Sequence[float]
) -> Loss:
    """What the small model loses on the validation pictures; `small` has their rows alone, in the
    order of `full`. `files` and `milliseconds`: the full model's, then the small one's."""
    judged = full.part("valid")
    comparison = compare_runs([judged, small])
    difference = comparison.difference(0, 1)
    return Loss(
        vocab=full.vocab,
        pictures=len(comparison.pictures),
        same=int((judged.predicted == small.predicted).sum()),
        full_right=comparison.score(0).correct,
        small_right=comparison.score(1).correct,
        only_full=len(difference.first_right),
        only_small=len(difference.second_right),
        p_value=difference.p_value,
        most_moved=float(np.abs(judged.probs - small.probs).max(initial=0.0)),
        full_bytes=files[0].stat().st_size,
        small_bytes=files[1].stat().st_size,
        full_ms=milliseconds[0],
        small_ms=milliseconds[1],
    )
