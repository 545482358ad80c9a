"""The confusion matrix: what each class was taken for."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.training.outcome import Outcome


@dataclass(frozen=True)
class Confusion:
    """`counts[i, j]`: pictures of class `vocab[i]` that the model called `vocab[j]`."""

    vocab: list[str]
    counts: NDArray[np.int64]

    @property
    def correct(self) -> int:
        return int(np.trace(self.counts))

    @property
    def total(self) -> int:
        return int(self.counts.sum())


@dataclass(frozen=True)
class MixUp:
    """Two classes taken for each other `count` times, both directions together."""

    first: str
    second: str
    count: int

    def is_between(self, *names: str) -> bool:
        return {self.first, self.second} == set(names)


def confusion(outcome: Outcome) -> Confusion:
    """Counts (C, C) of every picture in `outcome`: rows actual, columns predicted."""
    counts = np.zeros((len(outcome.vocab),) * 2, dtype=np.int64)
    np.add.at(counts, (outcome.targets, outcome.predicted), 1)
    return Confusion(list(outcome.vocab), counts)


def mix_ups(matrix: Confusion) -> list[MixUp]:
    """Every pair of classes that was mixed up at least once, most often first."""
    both = matrix.counts + matrix.counts.T
    pairs = [
        MixUp(matrix.vocab[i], matrix.vocab[j], int(both[i, j]))
        for i, j in combinations(range(len(matrix.vocab)), 2)
        if both[i, j]
    ]
    return sorted(pairs, key=lambda pair: -pair.count)


def pictures_in(outcome: Outcome, actual: str, predicted: str) -> list[int]:
    """Rows of `outcome` in the cell (`actual`, `predicted`), highest loss first."""
    names = outcome.vocab
    inside = (outcome.targets == names.index(actual)) & (
        outcome.predicted == names.index(predicted)
    )
    rows = np.flatnonzero(inside)
    return [int(row) for row in rows[np.argsort(-outcome.losses[rows], kind="stable")]]
