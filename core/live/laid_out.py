"""Where pictures lie on the map that grows: alike ones together, and none jumps about."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from core.curation.embedding.embedding_map import positions

Spot = tuple[float, float]


def laid_out(
    ids: Sequence[str], vectors: NDArray[np.float32], before: Mapping[str, Spot]
) -> dict[str, Spot]:
    """Where each picture lies, −1…1, from its embedding (N, D): the two directions in which they
    differ most, turned and mirrored so that those that were on the map stay near where they were.
    """
    if not ids:
        return {}
    plane = np.asarray(positions(vectors, "pca"), dtype=np.float64)
    stayed = [(row, before[one]) for row, one in enumerate(ids) if one in before]
    if len(stayed) > 1:
        rows, spots = [row for row, _ in stayed], np.array([spot for _, spot in stayed])
        plane = plane @ _turn(plane[rows], spots)
    plane /= max(1.0, float(np.abs(plane).max()))
    return {one: (float(x), float(y)) for one, (x, y) in zip(ids, plane, strict=True)}


def _turn(now: NDArray[np.float64], before: NDArray[np.float64]) -> NDArray[np.float64]:
    """The turn, or mirroring, (2, 2) that brings `now` nearest to `before`, (N, 2) each."""
    from scipy.linalg import orthogonal_procrustes

    turn: NDArray[np.float64] = orthogonal_procrustes(now, before)[0]
    return turn
