"""Near duplicates: the same photo again, cropped a little, brighter, or saved once more.

Compared are small grey shapes, so that nothing but the picture itself counts; a shape is computed
once for each picture and kept on disk.
"""

import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.project.disk import shared_cache
from core.project.everybody import EVERYBODY
from core.project.vector_cache import EmbeddingCache

SIDE = 24
TRIMS = (0.0, 0.02, 0.04)  # shares cut off every edge: another website's crop of the same photo
ALIKE = 0.95
_ROWS = 512
_THREADS = 4

Pair = tuple[str, str]  # two ids, in the order of the alphabet
Shapes = NDArray[np.float32]  # (N, trims, SIDE * SIDE), every row of mean 0 and length 1


class Pictures(Protocol):
    """Where pictures lie; what is found is remembered under `path`."""

    @property
    def path(self) -> Path:
        """The folder that they are compared for."""

    def image_path(self, image_id: str, /) -> Path:
        """Where the JPEG of a picture is."""


def near_duplicate_groups(files: Pictures, ids: Sequence[str]) -> dict[str, str]:
    """Return id → group for every picture that has a near duplicate among `ids`. A group is named
    after its first id in the alphabet. Pictures of one colour match nothing."""
    return _grouped(_comparison(files.path).pairs(files, frozenset(ids)))


class _Comparison:
    """Pictures that were all held against each other; those that come are held against them. An id
    is a hash of what the picture shows, so what was found stays true."""

    def __init__(self) -> None:
        self._ids: frozenset[str] = frozenset()
        self._pairs: set[Pair] = set()
        self._one_at_a_time = threading.Lock()

    def pairs(self, files: Pictures, ids: frozenset[str]) -> list[Pair]:
        """The near duplicates among `ids`, two by two."""
        with self._one_at_a_time:
            if not ids <= self._ids:
                self._take_up(files, ids)
            return [pair for pair in self._pairs if ids.issuperset(pair)]

    def _take_up(self, files: Pictures, ids: frozenset[str]) -> None:
        order = sorted(ids)
        new = [place for place, image_id in enumerate(order) if image_id not in self._ids]
        kept = {pair for pair in self._pairs if ids.issuperset(pair)}
        found = _alike(_shapes(files, order), new)
        self._pairs = kept | {(order[first], order[second]) for first, second in found}
        self._ids = ids


@lru_cache(maxsize=EVERYBODY)  # everybody in two classes: 70 kB each with a starter set
def _comparison(project: Path) -> _Comparison:
    return _Comparison()


def _grouped(pairs: Iterable[Pair]) -> dict[str, str]:
    """Whatever hangs together by pairs is one group."""
    group_of: dict[str, list[str]] = {}
    for first, second in pairs:
        one, other = group_of.setdefault(first, [first]), group_of.setdefault(second, [second])
        if one is not other:
            small, large = sorted((one, other), key=len)
            large.extend(small)
            group_of.update(dict.fromkeys(small, large))
    groups = {id(group): group for group in group_of.values()}.values()
    return {image_id: name for group in groups for name in [min(group)] for image_id in group}


def shape_of(picture: Path) -> NDArray[np.float32]:
    """Return the grey shape of a picture, whole and slightly trimmed: (trims · SIDE · SIDE,)."""
    with Image.open(picture, formats=["JPEG"]) as opened:
        opened.draft("L", (4 * SIDE, 4 * SIDE))
        grey = opened.convert("L")
    return np.concatenate([_trimmed(grey, share) for share in TRIMS])


def _trimmed(grey: Image.Image, share: float) -> NDArray[np.float32]:
    edge_x, edge_y = grey.width * share, grey.height * share
    box = (edge_x, edge_y, grey.width - edge_x, grey.height - edge_y)
    small = grey.resize((SIDE, SIDE), Image.Resampling.BOX, box)
    values = np.asarray(small, dtype=np.float32).ravel()
    values = values - values.mean()
    length = float(np.linalg.norm(values))
    return values / length if length > 1.0 else np.zeros_like(values)


def _shapes(files: Pictures, ids: Sequence[str]) -> Shapes:
    cache = EmbeddingCache(shared_cache() / "shapes.sqlite", f"grey {SIDE} {TRIMS}")
    known = cache.read(ids)
    new = [image_id for image_id in ids if image_id not in known]
    with ThreadPoolExecutor(_THREADS) as pool:
        fresh = list(zip(new, pool.map(lambda i: shape_of(files.image_path(i)), new), strict=True))
    if fresh:
        cache.write(fresh)
    known |= dict(fresh)
    stacked = np.stack([known[i] for i in ids]) if ids else np.empty((0, len(TRIMS) * SIDE**2))
    return stacked.astype(np.float32).reshape(len(ids), len(TRIMS), SIDE * SIDE)


def _alike(shapes: Shapes, new: Sequence[int]) -> set[tuple[int, int]]:
    """The pairs (smaller place first) of a new picture and any other whose shapes agree, one of
    the two trimmed or neither."""
    whole, pairs = shapes[:, 0], set[tuple[int, int]]()
    for start in range(0, len(new), _ROWS):
        rows = list(new[start : start + _ROWS])
        part = shapes[rows]
        best = np.max(
            [whole @ part[:, trim].T for trim in range(len(TRIMS))]
            + [shapes[:, trim] @ part[:, 0].T for trim in range(1, len(TRIMS))],
            axis=0,
        )
        there, here = np.nonzero(best > ALIKE)
        found = ((int(a), rows[b]) for a, b in zip(there, here, strict=True))
        pairs |= {(min(pair), max(pair)) for pair in found if pair[0] != pair[1]}
    return pairs
