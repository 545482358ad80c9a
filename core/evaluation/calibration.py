"""From what a model says to chances that hold: its confidence corrected, then real life's mix."""

from math import exp

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from core.statistics import Floats

FOLDS = 5
LOG_LIMIT = 2.5
SMALLEST = 1e-12


def tempered(probs: Floats, temperature: float) -> Floats:
    """Probabilities (N, C) made softer (temperature above 1) or sharper; the order stays."""
    scores = np.log(np.clip(probs, SMALLEST, 1.0)) / temperature
    shares: Floats = softmax(scores, axis=1)
    return shares


def fit_temperature(probs: Floats, targets: NDArray[np.int64]) -> float:
    """The temperature under which `targets` (N,) are least surprising; 1.0 for no pictures.

    As in Platt's method the truth is softened as if one more picture of each class had turned up.
    So a model that made no mistake on few pictures is not taken for one that never will.
    """
    from scipy.optimize import minimize_scalar

    count, classes = probs.shape
    if count == 0:
        return 1.0
    truth = (count * np.eye(classes)[targets] + 1) / (count + classes)

    def surprise(log_temperature: float) -> float:
        chances = tempered(probs, exp(log_temperature))
        return float(-(truth * np.log(np.clip(chances, SMALLEST, 1.0))).sum())

    found = minimize_scalar(surprise, bounds=(-LOG_LIMIT, LOG_LIMIT), method="bounded")
    return exp(float(found.x))


def tempered_out_of_fold(probs: Floats, targets: NDArray[np.int64], folds: int = FOLDS) -> Floats:
    """Each picture's probabilities (N, C) at the temperature that the *other* folds asked for."""
    fold = _folds(targets, folds)
    result = np.array(probs, dtype=np.float64)
    for held in range(folds):
        inside, outside = fold == held, fold != held
        if inside.any() and outside.any():
            temperature = fit_temperature(probs[outside], targets[outside])
            result[inside] = tempered(probs[inside], temperature)
    return result


def shifted(probs: Floats, seen: Floats, real: Floats) -> Floats:
    """Bayes' rule for another mix of classes: from the shares (C,) in the data set to real ones.

    Holds as long as a class *looks* the same in both places and only turns up more or less often.
    """
    weighted = np.clip(probs, SMALLEST, 1.0) * (real / np.clip(seen, SMALLEST, None))
    shares: Floats = weighted / weighted.sum(axis=1, keepdims=True)
    return shares


def _folds(targets: NDArray[np.int64], folds: int) -> NDArray[np.int64]:
    """A fold for each picture, dealt out class by class so that every fold has them all."""
    fold = np.empty(len(targets), dtype=np.int64)
    order = np.argsort(targets, kind="stable")
    fold[order] = np.arange(len(targets)) % folds
    return fold
