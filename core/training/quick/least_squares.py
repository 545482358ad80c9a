"""Least squares in place of logistic regression, where classes are so many that it would crawl."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import softmax

from core.training.quick.logistic import Fit, Floats, Points, mean_loss

STRENGTHS = (0.1, 1.0, 10.0, 100.0)  # against the mean squared length along a direction
SCALES = (4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)  # of scores, before the softmax


class _Directions(NamedTuple):
    """The points along the directions they spread in: `rows` (L · N, R) of columns of length 1,
    `squares` (R,) of their lengths before, and the way from points to them, `turn` (R', R)."""

    rows: Floats
    squares: Floats
    turn: Floats


def fit_least_squares(points: Points, between: Callable[[], object]) -> Fit:
    """A layer that aims at 1 for a picture's class and at 0 for the others, then a softmax.

    One decomposition answers for every strength what each picture would get were it left out, all
    looks at it together: no folds are fitted. Strength and scale are those with the lowest loss.
    """
    directions = _directions(points.values)
    wanted = np.zeros((points.pictures, points.classes), dtype=np.float32)
    wanted[np.arange(points.pictures), points.targets] = 1
    aims = directions.rows.T @ np.tile(wanted, (points.looks, 1))
    best: tuple[float, float, float, Floats] | None = None
    for strength in STRENGTHS:
        between()
        scores = _left_out(points, directions, aims, _shrunk(directions, strength))
        for scale in SCALES:
            judged = softmax(scores * np.float32(scale), axis=1)
            loss = mean_loss(judged, points.targets)
            if best is None or loss < best[0]:
                best = (loss, strength, scale, judged)
    assert best is not None
    _, strength, scale, judged = best
    slopes = _shrunk(directions, strength) / np.sqrt(directions.squares)
    coef = scale * (directions.turn @ (aims * slopes[:, None])).T
    return Fit(coef, np.zeros(points.classes), judged, strength)


def _directions(values: Floats) -> _Directions:
    squares, turn = np.linalg.eigh((values.T @ values).astype(np.float32))
    kept = squares > squares[-1] * 1e-6
    squares, turn = squares[kept], turn[:, kept]
    return _Directions((values @ turn) / np.sqrt(squares), squares, turn)


def _shrunk(directions: _Directions, strength: float) -> Floats:
    """How much of each direction a strength leaves, (R,) in 0…1."""
    squares = directions.squares
    left: Floats = squares / (squares + squares.mean() / strength)
    return left


def _left_out(points: Points, directions: _Directions, aims: Floats, left: Floats) -> Floats:
    """The score of every picture's plain look when no look at it was learned from, (N, C). With a
    hat matrix H, leaving out a group g gives (I − H_gg)⁻¹ (ŷ_g − H_gg y_g)."""
    looks, count = points.looks, points.pictures
    fitted = ((directions.rows * left) @ aims).reshape(looks, count, -1).swapaxes(0, 1)
    rows = directions.rows.reshape(looks, count, -1).swapaxes(0, 1)
    hats = np.matmul(rows * left, rows.swapaxes(1, 2))
    fitted[np.arange(count), :, points.targets] -= hats.sum(axis=2)
    if looks == 1:
        alone: Floats = fitted[:, 0] / np.maximum(1 - hats[:, 0], 1e-4)
        return alone
    remaining = np.eye(looks, dtype=hats.dtype) * (1 + 1e-4) - hats
    together: Floats = np.linalg.solve(remaining, fitted)[:, 0]
    return together
