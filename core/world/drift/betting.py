"""Drift as a bet that pays when pictures stop being exchangeable with those that came before.

A conformal test martingale (Vovk, Gammerman, Shafer, "Algorithmic Learning in a Random World"):
while nothing changes the bet is fair, and a fair bet rarely makes anybody rich.
"""

import numpy as np
from scipy.special import gammainc, gammaln

from core.statistics import Floats

RICH = 20.0  # a fair bet ever reaches this with a chance of 1 in 20 at most (Ville's inequality)


def p_values(usual: Floats, new: Floats, seed: int = 0) -> Floats:
    """How strange each new picture (N,) is among the `usual` ones and all that came before it, in
    0…1, small is strange. Independent and uniform while all come from one source: ties are broken
    at random, by the seed."""
    random = np.random.default_rng(seed)
    earlier = np.tri(len(new), dtype=bool)
    above = (new[None, :] > new[:, None]) & earlier
    same = (new[None, :] == new[:, None]) & earlier
    larger = (usual[None, :] > new[:, None]).sum(axis=1) + above.sum(axis=1)
    ties = (usual[None, :] == new[:, None]).sum(axis=1) + same.sum(axis=1)
    seen = len(usual) + 1 + np.arange(len(new))
    values: Floats = (larger + (1 - random.random(len(new))) * ties) / seen
    return values


def wealth(p_values: Floats) -> Floats:
    """What a bet of 1 is worth after each picture, (N,): the mean over ε of 0…1 of the product of
    ε · p^(ε − 1), the simple mixture martingale, by its closed form (an incomplete gamma function).
    """
    lost = -np.cumsum(np.log(np.maximum(p_values, 1e-300)))
    counts = np.arange(1, len(lost) + 1)
    lost = np.maximum(lost, 1e-12)
    with np.errstate(divide="ignore"):
        below = np.log(gammainc(counts + 1, lost))
    logs = lost + gammaln(counts + 1) + below - (counts + 1) * np.log(lost)
    worth: Floats = np.exp(np.minimum(logs, 700))
    return worth
