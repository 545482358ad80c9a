"""How unlike anything it learned from a picture is, told from embeddings; a line for "ask a human".

A model shares out 100 % among its classes whatever it is shown, so its confidence says little about
strange pictures. Distances in the space of embeddings say more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.statistics import Floats, folds_of

Vectors = NDArray[np.floating]
Targets = NDArray[np.int64]

CENTROID, NEIGHBOURS, MAHALANOBIS, MAX_PROBABILITY = (
    "centroid_cosine",
    "nearest_neighbours",
    "mahalanobis",
    "max_probability",
)
SCORES = (CENTROID, NEIGHBOURS, MAHALANOBIS, MAX_PROBABILITY)
DEFAULT = CENTROID
NEAREST = 5
FOLDS = 5
FALSE_CALLS = 0.05
_SMALLEST = 1e-12


def unit(vectors: Vectors) -> Floats:
    """The same directions with length 1, (N, D); a row of zeros stays one."""
    wide = np.asarray(vectors, dtype=np.float64)
    directions: Floats = wide / np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), _SMALLEST)
    return directions


def centroids(vectors: Vectors, targets: Targets, classes: int) -> Floats:
    """The middle of each class as a direction of length 1, (C, D); zeros for an empty class."""
    rows = unit(vectors)
    sums = np.zeros((classes, rows.shape[1]))
    np.add.at(sums, targets, rows)
    return unit(sums)


def centroid_distance(vectors: Vectors, middles: Floats) -> Floats:
    """1 − the cosine to the nearest class's middle, (N,): 0 is in the middle of a class."""
    distances: Floats = 1 - (unit(vectors) @ middles.T).max(axis=1)
    return distances


def neighbour_distance(vectors: Vectors, learned: Vectors, nearest: int = NEAREST) -> Floats:
    """The mean of 1 − cosine to the `nearest` learned pictures, (N,)."""
    likeness = unit(vectors) @ unit(learned).T
    count = min(nearest, likeness.shape[1])
    closest = np.partition(likeness, -count, axis=1)[:, -count:]
    distances: Floats = 1 - closest.mean(axis=1)
    return distances


@dataclass(frozen=True, eq=False)
class Spread:
    """Class middles (C, D) of unit vectors, and what whitens the spread around them: the lower
    `root` (D, D) of its covariance."""

    middles: Floats
    root: Floats

    def distance(self, vectors: Vectors) -> Floats:
        """The squared Mahalanobis distance to the nearest class, (N,)."""
        rows, middles = _whitened(self.root, unit(vectors)), _whitened(self.root, self.middles)
        lengths = (rows**2).sum(axis=1)[:, None] + (middles**2).sum(axis=1)
        nearest: Floats = np.maximum(lengths - 2 * rows @ middles.T, 0).min(axis=1)
        return nearest


def spread(vectors: Vectors, targets: Targets, classes: int) -> Spread:
    """What Mahalanobis' distance needs, one covariance for all classes (Lee and others, 2018).

    There are more dimensions than pictures, so the covariance is shrunk towards a ball by Ledoit
    and Wolf's share.
    """
    from sklearn.covariance import ledoit_wolf_shrinkage

    rows = unit(vectors)
    middles = np.stack(
        [
            rows[targets == one].mean(axis=0) if (targets == one).any() else np.zeros(rows.shape[1])
            for one in range(classes)
        ]
    )
    away = rows - middles[targets]
    shrunk = float(ledoit_wolf_shrinkage(away, assume_centered=True))
    ball = float((away**2).sum() / away.size)
    covariance = away.T @ away * ((1 - shrunk) / len(away))
    covariance[np.diag_indices(len(covariance))] += max(shrunk * ball, _SMALLEST)
    return Spread(middles, np.linalg.cholesky(covariance))


def _whitened(root: Floats, rows: Floats) -> Floats:
    from scipy.linalg import solve_triangular

    white: Floats = solve_triangular(root, rows.T, lower=True).T
    return white


@dataclass(frozen=True, eq=False)
class Familiar:
    """What a model learned from: unit vectors (N, D) with their `targets` (N,), and class middles
    (C, D). Ready to say how strange other pictures are."""

    vectors: Floats
    targets: Targets
    middles: Floats

    @classmethod
    def of(cls, vectors: Vectors, targets: Targets, classes: int) -> Familiar:
        """From the embeddings (N, D) of the pictures it learned from, `targets` (N,) < `classes`.
        Raises ValueError where there is none."""
        if len(vectors) == 0:
            raise ValueError("Nothing was learned from no pictures.")
        return cls(unit(vectors), targets, centroids(vectors, targets, classes))

    @cached_property
    def around(self) -> Spread:
        """What Mahalanobis' distance needs."""
        return spread(self.vectors, self.targets, len(self.middles))

    def scores(
        self, vectors: Vectors, probs: Floats, names: Sequence[str] = SCORES
    ) -> dict[str, Floats]:
        """The named scores, (N,) each, larger is stranger; `probs` (N, C) are the model's own."""
        ways: dict[str, Callable[[], Floats]] = {
            CENTROID: lambda: centroid_distance(vectors, self.middles),
            NEIGHBOURS: lambda: neighbour_distance(vectors, self.vectors),
            MAHALANOBIS: lambda: self.around.distance(vectors),
            MAX_PROBABILITY: lambda: 1 - np.asarray(probs, dtype=np.float64).max(axis=1),
        }
        return {name: ways[name]() for name in names}

    def out_of_fold(
        self, probs: Floats, names: Sequence[str] = SCORES, folds: int = FOLDS
    ) -> dict[str, Floats]:
        """Each learned picture's scores (N,) as if it had not been learned from: judged by the
        other folds. `probs` (N, C) must be out of fold themselves. A line is set on this."""
        fold = folds_of(self.targets, folds)
        result = {name: np.zeros(len(self.targets)) for name in names}
        for held in np.unique(fold):
            inside = fold == held
            outside = ~inside if (~inside).any() else inside
            others = Familiar.of(self.vectors[outside], self.targets[outside], len(self.middles))
            for name, score in others.scores(self.vectors[inside], probs[inside], names).items():
                result[name][inside] = score
        return result


def line_at(usual: Floats, false_calls: float = FALSE_CALLS) -> float:
    """The score above which at most this share (0…1) of the `usual` pictures (N,) would be called
    strange; the largest score there is for a share that allows none. NaN for no pictures."""
    if len(usual) == 0:
        return float("nan")
    allowed = int(np.floor(false_calls * len(usual) + 1e-9))
    return float(np.sort(usual)[len(usual) - 1 - min(allowed, len(usual) - 1)])


def is_strange(scores: Floats, line: float) -> NDArray[np.bool_]:
    """Which pictures lie beyond the line, (N,)."""
    return scores > line


def auroc(usual: Floats, strange: Floats) -> float:
    """How often (0…1) a strange picture scores above a usual one, ties counting half; NaN where a
    side is empty. The area under the ROC curve, by the ranks of Mann and Whitney."""
    from scipy.stats import rankdata

    if len(usual) == 0 or len(strange) == 0:
        return float("nan")
    ranks = rankdata(np.concatenate([strange, usual]))[: len(strange)]
    above = ranks.sum() - len(strange) * (len(strange) + 1) / 2
    return float(above / (len(strange) * len(usual)))


def caught(usual: Floats, strange: Floats, false_calls: float = FALSE_CALLS) -> float:
    """The share of strange pictures beyond the line at this share of false calls; NaN for none."""
    return (
        float(is_strange(strange, line_at(usual, false_calls)).mean()) if len(strange) else np.nan
    )
