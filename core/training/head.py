"""The quick head: logistic regression on embeddings, with an honest opinion of its own pictures."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.project.disk import write_whole

FILE = "head.npz"
STRENGTHS = (0.001, 0.01, 0.1, 1.0)
FOLDS = 5
TOLERANCE = 1e-3

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Head:
    """A linear layer on raw embeddings: `coef` (C, D) and `intercept` (C,), classes in `vocab`."""

    coef: NDArray[np.float32]
    intercept: NDArray[np.float32]
    vocab: list[str]

    def probabilities(self, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Softmax over the classes: (N, D) to (N, C), rows summing to 1."""
        scores = embeddings @ self.coef.T + self.intercept
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
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
    """A head, what it says of its own training pictures out of fold (N, C), and its strength C."""

    head: Head
    out_of_fold: NDArray[np.float32]
    strength: float


def fit_head(
    embeddings: NDArray[np.float32], targets: NDArray[np.int64], vocab: list[str]
) -> FittedHead:
    """Fit a head to (N, D) embeddings; each class needs two pictures or more.

    The strength of regularisation is the one whose out-of-fold loss is lowest. Every picture is
    judged by a head that did not see it, so that a wrong label stands out.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    mean, deviation = embeddings.mean(axis=0), embeddings.std(axis=0) + 1e-6
    with threadpool_limits(limits=1):  # these matrices are too small to be worth sharing out
        points, basis = _rotated((embeddings - mean) / deviation)
        judged = _cross_validated(points, targets, len(vocab))
        strength = min(judged, key=lambda c: _loss(judged[c], targets))
        model = _regression(strength).fit(points, targets)
        coef, intercept = _per_class(model)
        coef = (coef @ basis) / deviation
    head = Head(coef.astype(np.float32), (intercept - coef @ mean).astype(np.float32), vocab)
    return FittedHead(head, judged[strength].astype(np.float32), strength)


def _rotated(standardised: Floats) -> tuple[Floats, Floats]:
    """The same points in no more dimensions than there are points, and the way back.

    Logistic regression with an L2 penalty only ever looks along the directions its points span,
    so nothing is lost: `points @ basis` is `standardised`.
    """
    count, width = standardised.shape
    if count >= width:
        return standardised, np.eye(width)
    squares, directions = np.linalg.eigh((standardised @ standardised.T).astype(np.float64))
    kept = squares > squares[-1] * 1e-7
    lengths, directions = np.sqrt(squares[kept]), directions[:, kept]
    return directions * lengths, (directions / lengths).T @ standardised


def _cross_validated(
    points: Floats, targets: NDArray[np.int64], classes: int
) -> dict[float, Floats]:
    """For each strength, the out-of-fold probabilities (N, C)."""
    from sklearn.model_selection import StratifiedKFold

    folds = min(FOLDS, int(np.bincount(targets, minlength=classes).min()))
    judged: dict[float, Floats] = {c: np.empty((len(targets), classes)) for c in STRENGTHS}
    for seen, held in StratifiedKFold(folds, shuffle=True, random_state=0).split(points, targets):
        model = _regression(STRENGTHS[0], warm_start=True)
        for strength in STRENGTHS:
            model.set_params(C=strength).fit(points[seen], targets[seen])
            judged[strength][held] = model.predict_proba(points[held])
    return judged


def _regression(strength: float, *, warm_start: bool = False) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, tol=TOLERANCE, max_iter=300, warm_start=warm_start)


def _per_class(model: Any) -> tuple[Floats, Floats]:
    """One row of coefficients a class; scikit-learn gives two classes a single row (a sigmoid)."""
    if len(model.classes_) == 2:
        half: Floats = model.coef_ / 2
        return np.concatenate([-half, half]), np.concatenate(
            [-model.intercept_ / 2, model.intercept_ / 2]
        )
    return model.coef_, model.intercept_


def _loss(probabilities: Floats, targets: NDArray[np.int64]) -> float:
    of_target = probabilities[np.arange(len(targets)), targets]
    return float(-np.log(np.clip(of_target, 1e-7, 1.0)).mean())
