"""Embeddings made ready for fitting: every picture as one row for each time it was looked at."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Points:
    """`values` (L · N, R), look after look: N pictures, each looked at L times, the plain look
    first. `targets` (N,) index `classes` classes."""

    values: Floats
    targets: Indices
    classes: int

    @property
    def pictures(self) -> int:
        """N."""
        return len(self.targets)

    @property
    def looks(self) -> int:
        """L: 1 where there is nothing but the pictures themselves."""
        return len(self.values) // len(self.targets)

    def of(self, pictures: Indices) -> tuple[Floats, Indices]:
        """All looks at some pictures and their targets, to learn from."""
        rows = np.concatenate([pictures + look * self.pictures for look in range(self.looks)])
        return self.values[rows], np.tile(self.targets[pictures], self.looks)


class Fit(NamedTuple):
    """A linear layer on points: `coef` (C, R), `intercept` (C,), what each picture got from a
    layer that had not seen it, (N, C), and the strength it was fitted with."""

    coef: Floats
    intercept: Floats
    out_of_fold: Floats
    strength: float


def mean_loss(probabilities: Floats, targets: Indices) -> float:
    """The mean cross-entropy; never infinite."""
    of_target = probabilities[np.arange(len(targets)), targets]
    return float(-np.log(np.clip(of_target, 1e-7, 1.0)).mean())
