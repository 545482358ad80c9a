"""Logistic regression on embeddings, its regularisation chosen by cross-validation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from core.training.points import Fit, Floats, Points, mean_loss

STRENGTHS = (0.001, 0.01, 0.1, 1.0)
FOLDS = 5
MANY_CLASSES = 10


def fit_logistic(points: Points, between: Callable[[], object]) -> Fit:
    """The layer whose strength had the lowest out-of-fold loss; `between` is called between fits.

    A picture is in one fold with all looks at it, and judged there by the plain look.
    """
    judged = _cross_validated(points, between)
    strength = min(judged, key=lambda c: mean_loss(judged[c], points.targets))
    model = _regression(points, strength).fit(*points.of(np.arange(points.pictures)))
    coef, intercept = _per_class(model)
    return Fit(coef, intercept, judged[strength], strength)


def _cross_validated(points: Points, between: Callable[[], object]) -> dict[float, Floats]:
    """For each strength, the out-of-fold probabilities (N, C)."""
    from sklearn.model_selection import StratifiedKFold

    targets = points.targets
    folds = min(FOLDS, int(np.bincount(targets, minlength=points.classes).min()))
    judged: dict[float, Floats] = {
        c: np.empty((points.pictures, points.classes), dtype=np.float32) for c in STRENGTHS
    }
    splits = StratifiedKFold(folds, shuffle=True, random_state=0).split(targets, targets)
    for seen, held in splits:
        model = _regression(points, STRENGTHS[0], warm_start=True)
        for strength in STRENGTHS:
            between()
            model.set_params(C=strength / points.looks).fit(*points.of(seen))
            judged[strength][held] = model.predict_proba(points.values[held])
    return judged


def _regression(points: Points, strength: float, *, warm_start: bool = False) -> Any:
    """More looks at the same pictures weigh no more than one; the more classes, the smaller the
    gradient that still matters."""
    from sklearn.linear_model import LogisticRegression

    tolerance = 1e-3 if points.classes <= MANY_CLASSES else 1e-4
    return LogisticRegression(
        C=strength / points.looks, tol=tolerance, max_iter=300, warm_start=warm_start
    )


def _per_class(model: Any) -> tuple[Floats, Floats]:
    """One row of coefficients a class; scikit-learn gives two classes a single row (a sigmoid)."""
    if len(model.classes_) == 2:
        half: Floats = model.coef_ / 2
        return np.concatenate([-half, half]), np.concatenate(
            [-model.intercept_ / 2, model.intercept_ / 2]
        )
    return model.coef_, model.intercept_
