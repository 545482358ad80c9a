"""How far a fine-tune is, when its batches do not all cost the same."""

from __future__ import annotations

from dataclasses import dataclass

FROZEN_COST, UNFROZEN_COST, LOOK_COST = 1.2, 3.0, 1.0
"""Relative seconds of a batch: head only, all layers, and merely looking (validate, predict)."""


@dataclass
class Progress:
    """Counts batches by their cost; the fraction grows evenly in time, so time left is honest."""

    train_batches: int
    valid_batches: int
    frozen_epochs: int
    epochs: int
    done: float = 0.0

    @property
    def total(self) -> float:
        """All the work, in costs of a looked-at batch; the last look at every picture included."""
        looks = self.valid_batches * (self.frozen_epochs + self.epochs)
        last_look = self.train_batches + self.valid_batches
        frozen = self.train_batches * self.frozen_epochs * FROZEN_COST
        unfrozen = self.train_batches * self.epochs * UNFROZEN_COST
        return frozen + unfrozen + (looks + last_look) * LOOK_COST

    def epoch_done(self, *, frozen: bool) -> None:
        """Count a whole epoch that was trained before a resume."""
        self.done += self.train_batches * (FROZEN_COST if frozen else UNFROZEN_COST)
        self.done += self.valid_batches * LOOK_COST

    def batch_done(self, *, training: bool, frozen: bool = False) -> float:
        """Count one batch; returns the fraction of all the work that is done, 0…1."""
        cost = (FROZEN_COST if frozen else UNFROZEN_COST) if training else LOOK_COST
        self.done += cost
        return min(1.0, self.done / self.total)
