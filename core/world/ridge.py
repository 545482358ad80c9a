"""The head of the lessons in the world: ridge regression from pictures to classes, in closed form.

With the likeness K of the pictures (products of their features) and what they should say Y, the
weights are (K + λI)⁻¹Y: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning,
sections 3.4.1 and 12.3.7.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve

RIDGE = 0.3


def ridge_weights(known: NDArray[Any], aims: NDArray[Any]) -> NDArray[Any]:
    """The weights (N, C) with which `known`, K + λI (N, N), gives the `aims` (N, C).

    NumPy finds the triangle, because SciPy's own way keeps all other threads waiting meanwhile: on
    busy cores that stopped every page of a class for seconds.
    """
    weights: NDArray[Any] = cho_solve((np.linalg.cholesky(known), True), aims)
    return weights
