"""Signs of drift that need no true labels: the mix of classes, and a classifier that tells months
apart."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc

from core.statistics import Floats, Score
from core.world.ridge import RIDGE, ridge_weights


def mix_of(said: np.ndarray, classes: int) -> Floats:
    """The share of each class among the answers, (C,); half a picture more each, so that none is
    nothing."""
    counts = np.bincount(said, minlength=classes) + 0.5
    shares: Floats = counts / counts.sum()
    return shares


def stability(before: Floats, now: Floats) -> float:
    """The population stability index of two mixes (C,): 0 for equal ones. Banks, who use it most,
    look into it from 0.1 and act from 0.25."""
    return float(((now - before) * np.log(now / before)).sum())


@dataclass(frozen=True)
class ToldApart:
    """How many of the pictures it had not seen a classifier put into the right month, and how often
    (0…1) coin tosses do as well."""

    score: Score
    chance: float


def told_apart(
    likeness: NDArray[np.floating], earlier: np.ndarray, later: np.ndarray, seed: int = 0
) -> ToldApart:
    """A two-sample test by a classifier (Lopez-Paz and Oquab, 2017): learn from half of the rows
    `earlier` and `later`, as many of each, which is which; judge the other half. `likeness` (N, N)
    holds the products of all pictures. Too few pictures tell nothing: 0 of 0, by chance 1.0."""
    learn, judge, aims = split_in_two(earlier, later, seed)
    if len(judge) == 0:
        return ToldApart(Score(0, 0), 1.0)
    known = likeness[np.ix_(learn, learn)] + RIDGE * np.eye(len(learn))
    scores = likeness[np.ix_(judge, learn)] @ ridge_weights(known, aims[: len(learn)])
    right = int(((scores > 0) == (aims[len(learn) :] > 0)).sum())
    return ToldApart(Score(right, len(judge)), float(bdtrc(right - 1, len(judge), 0.5)))


def split_in_two(
    earlier: np.ndarray, later: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray, Floats]:
    """Rows to learn from, rows to judge, and −1 or 1 for the month of each of them all."""
    random = np.random.default_rng(seed)
    half = min(len(earlier), len(later)) // 2
    first, second = (random.permutation(rows)[: 2 * half] for rows in (earlier, later))
    learn = np.concatenate([first[:half], second[:half]])
    judge = np.concatenate([first[half:], second[half:]])
    aims = np.tile(np.repeat([-1.0, 1.0], half), 2)
    return learn, judge, aims
