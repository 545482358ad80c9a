"""How far a fine-tune is, when its batches do not all cost the same."""

from dataclasses import dataclass

FROZEN_COST, UNFROZEN_COST, LOOK_COST = 1.2, 3.0, 1.0
"""Relative seconds of a batch: head only, all layers, and merely looking (validate, predict)."""


@dataclass
class Progress:
    """Counts batches by their cost; the fraction grows evenly in time, so time left is honest.

    `small_epochs` come first and cost `small_cost` of the others, as their pictures are smaller.
    `last_look` are the batches of judging every picture at the end.
    """

    train_batches: int
    valid_batches: int
    frozen_epochs: int
    epochs: int
    small_epochs: int = 0
    small_cost: float = 1.0
    last_look: int = 0
    done: float = 0.0

    @property
    def total(self) -> float:
        """All the work, in costs of a looked-at batch; the last look at every picture included."""
        every = range(1, self.frozen_epochs + self.epochs + 1)
        return sum(self._epoch_cost(epoch) for epoch in every) + self.last_look * LOOK_COST

    def epoch_done(self, epoch: int) -> None:
        """Count a whole epoch (from 1) that was trained before a resume."""
        self.done += self._epoch_cost(epoch)

    def batch_done(self, epoch: int, *, training: bool) -> float:
        """Count one batch of an epoch; returns the fraction of all the work that is done, 0…1."""
        return self._count(self._batch_cost(epoch, training=training))

    def looked(self) -> float:
        """Count one batch of the last look; returns the fraction that is done, 0…1."""
        return self._count(LOOK_COST)

    def _count(self, cost: float) -> float:
        self.done += cost
        return min(1.0, self.done / self.total)

    def _epoch_cost(self, epoch: int) -> float:
        train = self.train_batches * self._batch_cost(epoch, training=True)
        return train + self.valid_batches * self._batch_cost(epoch, training=False)

    def _batch_cost(self, epoch: int, *, training: bool) -> float:
        size = self.small_cost if epoch <= self.small_epochs else 1.0
        if not training:
            return LOOK_COST * size
        return size * (FROZEN_COST if epoch <= self.frozen_epochs else UNFROZEN_COST)
