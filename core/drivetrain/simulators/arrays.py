"""The arrays of the simulators, and the curve that turns a score into a chance."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def chance(score: Floats) -> Floats:
    """Score (log-odds, any shape) to chance, 0–1."""
    squeezed: Floats = 1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0)))
    return squeezed


def stream(seed: int, *purpose: int) -> np.random.Generator:
    """Random numbers for one purpose: drawing more of one thing never moves another."""
    return np.random.default_rng([seed, *purpose])
