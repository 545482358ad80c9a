"""The quick head: one linear layer on embeddings, with an honest opinion of its own pictures."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from core.project.disk import write_whole
from core.training.quick.least_squares import fit_least_squares
from core.training.quick.logistic import Fit, Floats, Points, fit_logistic

FILE = "head.npz"
LOGISTIC, LEAST_SQUARES = "logistic regression", "least squares"
TOO_MUCH_WORK = 5e8  # multiplications in one pass; 5,000 pictures in 50 classes take 3.2e8


@dataclass(frozen=True, eq=False)
class Head:
    """A linear layer on raw embeddings: `coef` (C, D) and `intercept` (C,), classes in `vocab`."""

    coef: NDArray[np.float32]
    intercept: NDArray[np.float32]
    vocab: list[str]

    def probabilities(self, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Softmax over the classes: (N, D) to (N, C), rows summing to 1."""
        shares: NDArray[np.float32] = softmax(embeddings @ self.coef.T + self.intercept, axis=1)
        return shares

    def save(self, path: Path) -> None:
        """Write head.npz: `coef`, `intercept` and `vocab` (a JSON list), whole or not at all."""
        buffer = io.BytesIO()
        np.savez(
            buffer, coef=self.coef, intercept=self.intercept, vocab=np.array(json.dumps(self.vocab))
        )
        write_whole(path, buffer.getvalue())

    @classmethod
    def load(cls, path: Path) -> Head:
        """Read what `save` wrote; raises FileNotFoundError."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(stored["coef"], stored["intercept"], json.loads(str(stored["vocab"])))


@dataclass(frozen=True, eq=False)
class FittedHead:
    """A head, what it says of its own training pictures out of fold (N, C), its strength, and how
    it was fitted: LOGISTIC or LEAST_SQUARES."""

    head: Head
    out_of_fold: NDArray[np.float32]
    strength: float
    kind: str = LOGISTIC


def fit_head(
    embeddings: NDArray[np.float32],
    targets: NDArray[np.int64],
    vocab: list[str],
    views: Sequence[NDArray[np.float32]] = (),
    between: Callable[[], object] = lambda: None,
) -> FittedHead:
    """Fit a head to (N, D) embeddings; each class needs two pictures or more.

    `views` are other looks at the same pictures, (N, D) each: learned from, never judged. Every
    picture is judged by a head that saw no look at it, so that a wrong label stands out; the
    strength of regularisation is the one whose loss is then lowest. `between` is called between
    fits and may raise to end them.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    rows = np.concatenate([embeddings, *views]) if views else embeddings
    mean, deviation = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    with threadpool_limits(limits=1):  # the other cores answer clicks
        values, basis = _rotated((rows - mean) / deviation)
        points = Points(values, targets, len(vocab))
        kind = LOGISTIC if values.size * len(vocab) <= TOO_MUCH_WORK else LEAST_SQUARES
        fit = (fit_logistic if kind == LOGISTIC else fit_least_squares)(points, between)
        head = _on_embeddings(fit, basis, mean, deviation, vocab)
    return FittedHead(head, fit.out_of_fold.astype(np.float32), fit.strength, kind)


def _on_embeddings(
    fit: Fit, basis: Floats, mean: Floats, deviation: Floats, vocab: list[str]
) -> Head:
    """The layer on points as a layer on raw embeddings."""
    coef = (fit.coef @ basis) / deviation
    return Head(coef.astype(np.float32), (fit.intercept - coef @ mean).astype(np.float32), vocab)


def _rotated(standardised: Floats) -> tuple[Floats, Floats]:
    """The same points in no more dimensions than there are points, and the way back.

    Logistic regression with an L2 penalty only ever looks along the directions its points span,
    so nothing is lost: `points @ basis` is `standardised`.
    """
    count, width = standardised.shape
    if count >= width:
        return standardised, np.eye(width, dtype=standardised.dtype)
    squares, directions = np.linalg.eigh((standardised @ standardised.T).astype(np.float64))
    kept = squares > squares[-1] * 1e-7
    lengths, directions = np.sqrt(squares[kept]), directions[:, kept]
    values, back = directions * lengths, directions / lengths
    return values.astype(standardised.dtype), back.T.astype(standardised.dtype) @ standardised
