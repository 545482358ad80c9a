"""Pictures that lie oddly on the map: far from all others, or among another class."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.curation.embedding.neighbours import nearest_of_each
from core.project.records import ImageRecord
from core.vision.embeddings import known_vectors, looked_at
from core.vision.preprocess import Preprocess

NEIGHBOURS = 5
ODD = 1.6  # times as far from its neighbours as is usual in its class
FEWEST = 4  # pictures of a class that can say what is usual

Nearest = tuple[NDArray[np.int64], NDArray[np.float64]]


def outlier_scores(embeddings: NDArray[np.float32], labels: Sequence[str]) -> NDArray[np.float64]:
    """How odd each picture is, (N,): 1.0 is usual for its class, 2.0 is twice as far away.

    What is measured is the mean cosine distance to the five nearest pictures of any class, divided
    by the median of that distance in the picture's own class (in all pictures where the class has
    fewer than four). So a wrong label alone makes no picture odd, and a varied class is not odd as
    a whole. From `ODD` on a picture is worth a look. All 1.0 for fewer than three pictures.
    """
    return _times_usual(_mean(_neighbours_of(embeddings)[1]), np.asarray(labels))


def oddness(records: Sequence[ImageRecord], preprocess: Preprocess) -> dict[str, float]:
    """The scores of those pictures whose embeddings are cached, by id, as their labels are now.

    The distances stay in memory, so that asking again, or after relabelling, costs next to
    nothing; the first time takes about a second for 5,000 pictures.
    """
    ids = looked_at(sorted(record.id for record in records), preprocess)
    labels = {record.id: record.label for record in records}
    own = np.asarray([labels[image_id] for image_id in ids])
    odd = _times_usual(_mean(_neighbours(ids, preprocess)[1]), own)
    return dict(zip(ids, odd.tolist(), strict=True))


def _mean(distances: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean distance of each picture to its nearest, (N,); all 1.0 for fewer than three."""
    return distances.mean(axis=1) if len(distances) >= 3 else np.ones(len(distances))


def _times_usual(distance: NDArray[np.float64], labels: NDArray[np.str_]) -> NDArray[np.float64]:
    if not len(distance):
        return distance
    usual = np.full(len(distance), np.median(distance))
    for label in np.unique(labels):
        own = labels == label
        if own.sum() >= FEWEST:
            usual[own] = np.median(distance[own])
    return distance / np.maximum(usual, 1e-9)


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
    for image_id, label, others in zip(ids, labels, _neighbours(ids, preprocess)[0], strict=True):
        names = [labels[row] for row in others] or [label]
        most = max(set(names), key=names.count)
        if most != label and 2 * names.count(most) > len(names):
            found.setdefault((label, most), []).append(image_id)
    strays = (Astray(*pair, found[pair]) for pair in found)
    return tuple(sorted(strays, key=lambda one: (-len(one.ids), one.label, one.among)))


@lru_cache(maxsize=16)
def _neighbours(ids: tuple[str, ...], preprocess: Preprocess) -> Nearest:
    known = known_vectors(ids, preprocess)
    return _neighbours_of(np.stack([known[one] for one in ids]) if ids else np.empty((0, 0), "f4"))


def _neighbours_of(embeddings: NDArray[np.float32]) -> Nearest:
    """Rows and cosine distances of the five nearest others, (N, 5); (N, 0) of fewer than two."""
    if len(embeddings) < 2:
        return np.empty((len(embeddings), 0), np.int64), np.empty((len(embeddings), 0))
    return nearest_of_each(embeddings, NEIGHBOURS)
