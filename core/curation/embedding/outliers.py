"""Pictures that look like no other: how far each lies from its nearest neighbours."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.curation.embedding.neighbours import nearest_of_each
from core.project.records import ImageRecord
from core.vision.embeddings import known_vectors, looked_at
from core.vision.preprocess import Preprocess

NEIGHBOURS = 5
ODD = 1.6  # times as far from its neighbours as is usual in its class
FEWEST = 4  # pictures of a class that can say what is usual


def outlier_scores(embeddings: NDArray[np.float32], labels: Sequence[str]) -> NDArray[np.float64]:
    """How odd each picture is, (N,): 1.0 is usual for its class, 2.0 is twice as far away.

    What is measured is the mean cosine distance to the five nearest pictures of any class, divided
    by the median of that distance in the picture's own class (in all pictures where the class has
    fewer than four). So a wrong label alone makes no picture odd, and a varied class is not odd as
    a whole. From `ODD` on a picture is worth a look. All 1.0 for fewer than three pictures.
    """
    return _times_usual(_distances(embeddings), np.asarray(labels))


def oddness(records: Sequence[ImageRecord], preprocess: Preprocess) -> dict[str, float]:
    """The scores of those pictures whose embeddings are cached, by id, as their labels are now.

    The distances stay in memory, so that asking again, or after relabelling, costs next to
    nothing; the first time takes about a second for 5,000 pictures.
    """
    ids = looked_at(sorted(record.id for record in records), preprocess)
    labels = {record.id: record.label for record in records}
    own = np.asarray([labels[image_id] for image_id in ids])
    return dict(zip(ids, _times_usual(_known(ids, preprocess), own).tolist(), strict=True))


@lru_cache(maxsize=16)
def _known(ids: tuple[str, ...], preprocess: Preprocess) -> NDArray[np.float64]:
    """The distances of cached pictures, (N,)."""
    known = known_vectors(ids, preprocess)
    return _distances(np.stack([known[one] for one in ids])) if ids else np.empty(0)


def _distances(embeddings: NDArray[np.float32]) -> NDArray[np.float64]:
    """The mean distance of each picture to its five nearest, (N,); all 1.0 for fewer than three."""
    if len(embeddings) < 3:
        return np.ones(len(embeddings))
    means: NDArray[np.float64] = nearest_of_each(embeddings, NEIGHBOURS)[1].mean(axis=1)
    return means


def _times_usual(distance: NDArray[np.float64], labels: NDArray[np.str_]) -> NDArray[np.float64]:
    if not len(distance):
        return distance
    usual = np.full(len(distance), np.median(distance))
    for label in np.unique(labels):
        own = labels == label
        if own.sum() >= FEWEST:
            usual[own] = np.median(distance[own])
    return distance / np.maximum(usual, 1e-9)
