"""Pictures that lie among another class: the corners of the map worth a look, by name."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.curation.embedding.neighbours import nearest_of_each
from core.vision.embeddings import known_vectors, looked_at
from core.vision.preprocess import Preprocess

NEIGHBOURS = 5


class Astray(NamedTuple):
    """Pictures labelled `label` whose nearest neighbours are mostly `among`, by id."""

    label: str
    among: str
    ids: list[str]


def astray(ids: Sequence[str], labels: Sequence[str], preprocess: Preprocess) -> list[Astray]:
    """For each pair of classes, the pictures of the one that lie among the other; most first.

    A picture lies among a class when more than half of its five nearest have that label. Only
    pictures whose embeddings are cached are looked at.
    """
    label_of = dict(zip(ids, labels, strict=True))
    there = looked_at(sorted(ids), preprocess)
    return list(_strays(there, tuple(label_of[image_id] for image_id in there), preprocess))


@lru_cache(maxsize=16)
def _strays(
    ids: tuple[str, ...], labels: tuple[str, ...], preprocess: Preprocess
) -> tuple[Astray, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for image_id, label, others in zip(ids, labels, _neighbours(ids, preprocess), strict=True):
        names = [labels[row] for row in others] or [label]
        most = max(set(names), key=names.count)
        if most != label and 2 * names.count(most) > len(names):
            found.setdefault((label, most), []).append(image_id)
    strays = (Astray(*pair, found[pair]) for pair in found)
    return tuple(sorted(strays, key=_order))


def _order(stray: Astray) -> tuple[int, str, str]:
    return -len(stray.ids), stray.label, stray.among


@lru_cache(maxsize=16)
def _neighbours(ids: tuple[str, ...], preprocess: Preprocess) -> NDArray[np.int64]:
    """The rows of the nearest others of cached pictures, (N, 5)."""
    if len(ids) < 2:
        return np.empty((len(ids), 0), dtype=np.int64)
    known = known_vectors(ids, preprocess)
    return nearest_of_each(np.stack([known[one] for one in ids]), NEIGHBOURS)[0]
