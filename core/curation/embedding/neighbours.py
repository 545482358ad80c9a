"""Which pictures look alike to the pretrained network: nearest by the angle of embeddings."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.project.project import Project
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

    `units` has rows of length 1 (see `unit`); fewer than `k` come back where there are fewer.
    """
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
