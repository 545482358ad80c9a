"""The pictures the model did worst on: fastai's `plot_top_losses`, as data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.training.outcome import Outcome


@dataclass(frozen=True)
class Judged:
    """One picture as a run judged it. `probability` (0–1) is that of the predicted class;
    `loss` is −ln of the probability given to the label."""

    image_id: str
    label: str
    predicted: str
    probability: float
    loss: float

    @property
    def right(self) -> bool:
        return self.label == self.predicted


def judged(outcome: Outcome, row: int) -> Judged:
    """Row `row` of `outcome` in names."""
    predicted = int(outcome.predicted[row])
    return Judged(
        image_id=outcome.image_ids[row],
        label=outcome.vocab[int(outcome.targets[row])],
        predicted=outcome.vocab[predicted],
        probability=float(outcome.probs[row, predicted]),
        loss=float(outcome.losses[row]),
    )


def top_losses(outcome: Outcome, n: int = 9) -> list[Judged]:
    """The `n` pictures with the highest loss, highest first."""
    worst = np.argsort(-outcome.losses, kind="stable")[:n]
    return [judged(outcome, int(row)) for row in worst]
