"""Logistic regression on embeddings, its regularisation chosen by cross-validation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

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


STRENGTHS = (0.001, 0.01, 0.1, 1.0)
FOLDS = 5
MANY_CLASSES = 10
MOST_TOGETHER = 200_000  # coefficients in one fit; the solver keeps about 20 copies of them

_Masks = NDArray[np.bool_]


def fit_logistic(points: Points, between: Callable[[], object]) -> Fit:
    """The layer whose strength had the lowest out-of-fold loss; `between` is called all the time. A
    picture is in one fold with all looks at it, and judged there by the plain look."""
    judged = {c: np.empty((points.pictures, points.classes), np.float32) for c in STRENGTHS}
    layers: dict[float, Floats] = {}
    for held in _groups(_held(points), points):
        start = np.zeros((points.values.shape[1] + 1, len(held), points.classes))
        for strength in STRENGTHS:
            start = layers[strength] = _fitted(points, ~held, strength, start, between)
            for fold, pictures in enumerate(held):
                scores = points.values[: points.pictures][pictures] @ start[:-1, fold]
                judged[strength][pictures] = softmax(scores + start[-1, fold], axis=1)
    strength = min(judged, key=lambda c: mean_loss(judged[c], points.targets))
    everything = np.ones((1, points.pictures), dtype=bool)
    near = layers[strength].mean(axis=1, keepdims=True)
    layer = _fitted(points, everything, strength, near, between)[:, 0]
    return Fit(layer[:-1].T, layer[-1], judged[strength], strength)


def _held(points: Points) -> _Masks:
    """Which pictures each fold holds back, (F, N)."""
    from sklearn.model_selection import StratifiedKFold

    targets = points.targets
    folds = min(FOLDS, int(np.bincount(targets, minlength=points.classes).min()))
    held = np.zeros((folds, points.pictures), dtype=bool)
    splits = StratifiedKFold(folds, shuffle=True, random_state=0).split(targets, targets)
    for fold, (_, pictures) in enumerate(splits):
        held[fold, pictures] = True
    return held


def _groups(held: _Masks, points: Points) -> Iterator[_Masks]:
    """As many folds at a time as memory is kind to, at least one."""
    size = max(1, MOST_TOGETHER // ((points.values.shape[1] + 1) * points.classes))
    return (held[first : first + size] for first in range(0, len(held), size))


def _fitted(
    points: Points, seen: _Masks, strength: float, start: Floats, between: Callable[[], object]
) -> Floats:
    """The layers (R + 1, F, C), intercepts last, that F logistic regressions end at, each having
    seen its own pictures (F, N).

    The regressions share nothing but the work: one product with the points answers for them all,
    which takes less than half the time of one after the other. The more classes, the smaller the
    gradient that still matters.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    regressions = _Regressions(points, seen, strength)

    def cost(flat: Floats) -> tuple[float, Floats]:
        between()
        loss, gradient = regressions.cost(flat.reshape(start.shape).astype(np.float32))
        return loss, gradient.ravel().astype(np.float64)

    tolerance = 1e-3 if points.classes <= MANY_CLASSES else 1e-4
    options = {"gtol": tolerance, "maxiter": 300, "ftol": 1e-14}
    found = minimize(cost, start.ravel(), jac=True, method="L-BFGS-B", options=options)
    layers: Floats = found.x.reshape(start.shape)
    return layers


class _Regressions:
    """F penalised regressions on the same points, as scikit-learn's LogisticRegression means them:
    the mean loss of what each has seen, and its squared coefficients over 2 · C · rows."""

    def __init__(self, points: Points, seen: _Masks, strength: float) -> None:
        looks = np.tile(seen, (1, points.looks))
        counts = looks.sum(axis=1)
        self._values = points.values.astype(np.float32)
        self._rows = np.arange(len(self._values))
        self._targets = np.tile(points.targets, points.looks)
        self._weights = (looks / counts[:, None]).T.astype(np.float32)
        # More looks at the same pictures weigh no more than one. Two classes share one row of
        # coefficients in scikit-learn; as two opposite halves they would be penalised half as much.
        rows = 2 if points.classes == 2 else 1
        self._penalty = (rows * points.looks / (strength * counts)).astype(np.float32)[:, None]

    def cost(self, layers: Floats) -> tuple[float, Floats]:
        """The losses of all regressions together, and their gradient (R + 1, F, C)."""
        coef, shape = layers[:-1], layers.shape[1:]
        scores = (self._values @ coef.reshape(len(coef), -1)).reshape(-1, *shape) + layers[-1]
        scores -= scores.max(axis=2, keepdims=True)
        of_target = scores[self._rows, :, self._targets]
        errors = np.exp(scores, out=scores)
        totals = errors.sum(axis=2, keepdims=True)
        loss = ((np.log(totals[:, :, 0]) - of_target) * self._weights).sum(dtype=np.float64)
        errors /= totals
        errors[self._rows, :, self._targets] -= 1
        errors *= self._weights[:, :, None]
        pull = self._penalty * coef
        slopes = (self._values.T @ errors.reshape(len(errors), -1)).reshape(coef.shape) + pull
        penalty = (pull * coef).sum(dtype=np.float64) / 2
        return float(loss + penalty), np.concatenate([slopes, errors.sum(axis=0)[None]])
