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
    """Class middles (C, D) of unit vectors, and the spread around them: its covariance (D, D) is
    `ball` on the diagonal and `along`.T @ `along`, with `along` (R, D), R ≤ D.

    It is never written out: there are fewer pictures than dimensions, and what undoes it needs only
    the lower `root` (R, R) of `ball` on the diagonal and `along` @ `along`.T (Woodbury's identity).
    """

    middles: Floats
    along: Floats
    ball: float
    root: Floats

    @classmethod
    def of(cls, middles: Floats, along: Floats, ball: float) -> Spread:
        """From its middles and its covariance; `along` may have any number of rows."""
        if len(along) > along.shape[1]:  # as many rows as dimensions do, with half of the ball
            ball = ball / 2
            along = _root(along.T @ along, ball).T
        return cls(middles, along, ball, _root(along @ along.T, ball))

    def distance(self, vectors: Vectors) -> Floats:
        """The squared Mahalanobis distance to the nearest class, (N,)."""
        rows = unit(vectors)
        here, there = self._usual(rows), self._usual(self.middles)
        away = [
            ((rows - middle) ** 2).sum(axis=1) - ((here - usual) ** 2).sum(axis=1)
            for middle, usual in zip(self.middles, there, strict=True)
        ]
        nearest: Floats = np.maximum(np.min(away, axis=0), 0) / self.ball
        return nearest

    def _usual(self, rows: Floats) -> Floats:
        """How far rows (N, D) lead where learned pictures differ, too, (N, R)."""
        from scipy.linalg import solve_triangular

        led: Floats = solve_triangular(self.root, self.along @ rows.T, lower=True).T
        return led


def spread(vectors: Vectors, targets: Targets, classes: int) -> Spread:
    """What Mahalanobis' distance needs, one covariance for all classes (Lee and others, 2018).

    There are more dimensions than pictures, so the covariance is shrunk towards a ball by Ledoit
    and Wolf's share.
    """
    rows = unit(vectors)
    middles = np.stack(
        [
            rows[targets == one].mean(axis=0) if (targets == one).any() else np.zeros(rows.shape[1])
            for one in range(classes)
        ]
    )
    away = rows - middles[targets]
    shrunk, ball = _shrunk(away), float((away**2).sum() / away.size)
    along = away * np.sqrt((1 - shrunk) / len(away))
    return Spread.of(middles, along, max(shrunk * ball, _SMALLEST))


def _shrunk(away: Floats) -> float:
    """Ledoit and Wolf's share (0…1) for centred rows (N, D): scikit-learn's, from the products of
    rows (N, N) in place of those of dimensions (D, D)."""
    count, wide = away.shape
    gram = away @ away.T if count <= wide else away.T @ away
    trace = float((away**2).sum()) / count
    whole = float((gram**2).sum()) / count**2
    noise = (float(((away**2).sum(axis=1) ** 2).sum()) / count - whole) / count
    far = whole - trace**2 / wide
    return min(noise, far) / far if min(noise, far) > 0 else 0.0


def _root(square: Floats, ball: float) -> Floats:
    """The lower root of a symmetric matrix with `ball` added to its diagonal."""
    square[np.diag_indices(len(square))] += ball
    return np.asarray(np.linalg.cholesky(square), np.float64)


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
