"""The arrays of the simulators, and their random numbers."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def chance(score: Floats) -> Floats:
    """Score (log-odds, any shape) to chance, 0–1."""
    chances: Floats = expit(score)
    return chances


def stream(seed: int, *purpose: int) -> np.random.Generator:
    """Random numbers for one purpose: drawing more of one thing never moves another."""
    return np.random.default_rng([seed, *purpose])
