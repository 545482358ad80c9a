"""Which pictures look alike to the pretrained network, and which lie oddly among the others."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.project.everybody import EVERYBODY
from core.project.project import Project
from core.project.records import ImageRecord
from core.vision.backbone import backbone
from core.vision.embeddings import known_vectors, looked_at
from core.vision.preprocess import Preprocess

Vectors = NDArray[np.float32]
BLOCK = 400
KEPT = 3  # projects of which the vectors stay in memory: 25 MB for 5,000 pictures


class Neighbour(NamedTuple):
    """A training picture, its label of today, and how alike it is: a cosine, −1…1."""

    image_id: str
    label: str
    cosine: float


def unit(embeddings: Vectors) -> Vectors:
    """Every row scaled to length 1, (N, D): then a dot product is a cosine."""
    lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
    scaled: Vectors = embeddings / np.maximum(lengths, 1e-12)
    return scaled


def nearest(units: Vectors, query: Vectors, k: int) -> tuple[NDArray[np.int64], Vectors]:
    """The `k` rows of `units` most like `query` (D,), most alike first: rows, and cosines −1…1.
    `units` has rows of length 1 (see `unit`); fewer than `k` come back where there are fewer."""
    cosines = units @ (query / max(float(np.linalg.norm(query)), 1e-12))
    k = min(k, len(cosines))
    best = np.argpartition(-cosines, k - 1)[:k] if k else np.empty(0, dtype=np.int64)
    rows = best[np.argsort(-cosines[best], kind="stable")]
    return rows.astype(np.int64), cosines[rows]


def nearest_of_each(embeddings: Vectors, k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For every picture its `k` nearest others, nearest first: rows and cosine distances, (N, k).

    A picture is never its own neighbour. `k` is cut to N − 1; needs two pictures or more. 5,000
    pictures take about a second; the blocks keep the memory for it below 10 MB.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    units, k = unit(embeddings), min(k, len(embeddings) - 1)
    with threadpool_limits(limits=1):  # the other cores answer clicks
        blocks = [_nearest_of_block(units, start, k) for start in range(0, len(units), BLOCK)]
    rows, distances = (np.concatenate(part) for part in zip(*blocks, strict=True))
    return rows, distances


def _nearest_of_block(
    units: Vectors, start: int, k: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The same for the rows from `start` on, a block of them."""
    distances = 1 - units[start : start + BLOCK] @ units.T
    own = np.arange(len(distances))
    distances[own, start + own] = np.inf
    some = np.argpartition(distances, k - 1, axis=1)[:, :k]
    order = np.argsort(np.take_along_axis(distances, some, 1), axis=1, kind="stable")
    rows = np.take_along_axis(some, order, 1)
    return rows, np.take_along_axis(distances, rows, 1).clip(0).astype(np.float64)


def nearest_training(
    project: Project, picture: Path, image_id: str, preprocess: Preprocess, k: int = 6
) -> list[Neighbour]:
    """The `k` training pictures most like the one at `picture`, most alike first, never itself.

    Only pictures that have passed through the backbone count (after a quick training that is all
    of them); the asked one passes now if it has not. Raises BackboneUnavailable and OSError.
    """
    ids, labels, units = _training(project, preprocess)
    if not ids:
        return []
    query = known_vectors([image_id], preprocess).get(image_id)
    if query is None:
        query = _embedded(picture, preprocess)
    rows, cosines = nearest(units, query, k + 1)
    found = zip(rows.tolist(), cosines.tolist(), strict=True)
    return [
        Neighbour(ids[row], labels[row], cosine) for row, cosine in found if ids[row] != image_id
    ][:k]


def _training(project: Project, preprocess: Preprocess) -> tuple[list[str], list[str], Vectors]:
    """The ids, labels and unit vectors of the training pictures that are cached."""
    labels = {record.id: record.label for record in project.dataset.images(split="train")}
    ids = looked_at(list(labels), preprocess)
    return list(ids), [labels[image_id] for image_id in ids], _units(ids, preprocess)


@lru_cache(maxsize=KEPT)
def _units(ids: tuple[str, ...], preprocess: Preprocess) -> Vectors:
    known = known_vectors(ids, preprocess)
    return unit(np.stack([known[image_id] for image_id in ids])) if ids else np.empty((0, 0), "f4")


def _embedded(picture: Path, preprocess: Preprocess) -> Vectors:
    with Image.open(picture) as image:
        vector: Vectors = backbone().embed(preprocess(image)[None])[0]
    return vector


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


@lru_cache(maxsize=EVERYBODY)
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


@lru_cache(maxsize=EVERYBODY)
def _neighbours(ids: tuple[str, ...], preprocess: Preprocess) -> Nearest:
    known = known_vectors(ids, preprocess)
    return _neighbours_of(np.stack([known[one] for one in ids]) if ids else np.empty((0, 0), "f4"))


def _neighbours_of(embeddings: NDArray[np.float32]) -> Nearest:
    """Rows and cosine distances of the five nearest others, (N, 5); (N, 0) of fewer than two."""
    if len(embeddings) < 2:
        return np.empty((len(embeddings), 0), np.int64), np.empty((len(embeddings), 0))
    return nearest_of_each(embeddings, NEIGHBOURS)
