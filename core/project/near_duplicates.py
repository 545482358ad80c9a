"""Near duplicates: the same photo again, cropped a little, brighter, or saved once more.

Compared are small grey shapes, so that nothing but the picture itself counts; a shape is computed
once for each picture and kept on disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.project.files import Files
from core.project.home import shared_cache
from core.vision.embedding_cache import EmbeddingCache

SIDE = 24
TRIMS = (0.0, 0.02, 0.04)  # shares cut off every edge: another website's crop of the same photo
ALIKE = 0.95
_ROWS = 512
_THREADS = 4

Shapes = NDArray[np.float32]  # (N, trims, SIDE * SIDE), every row of mean 0 and length 1


def near_duplicate_groups(files: Files, ids: Sequence[str]) -> dict[str, str]:
    """Return id → group for every picture that has a near duplicate among `ids`.

    A group is named after its first id in the alphabet. Pictures of one colour match nothing.
    """
    return dict(_groups(files.path, tuple(sorted(ids))))


@lru_cache(maxsize=16)
def _groups(project: Path, ids: tuple[str, ...]) -> dict[str, str]:
    """An id is a hash of what the picture shows, so the answer for the same ids never changes."""
    group = list(range(len(ids)))
    for first, second in _alike(_shapes(Files(project), ids)):
        old, new = sorted((group[first], group[second]), reverse=True)
        group = [new if place == old else place for place in group] if old != new else group
    sizes = Counter(group)
    return {ids[n]: ids[place] for n, place in enumerate(group) if sizes[place] > 1}


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


def _shapes(files: Files, ids: Sequence[str]) -> Shapes:
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


def _alike(shapes: Shapes) -> list[tuple[int, int]]:
    """The pairs whose shapes agree, one of the two trimmed or neither."""
    whole, pairs = shapes[:, 0], list[tuple[int, int]]()
    for start in range(0, len(shapes), _ROWS):
        part = shapes[start : start + _ROWS]
        best = np.max(
            [whole @ part[:, trim].T for trim in range(len(TRIMS))]
            + [shapes[:, trim] @ part[:, 0].T for trim in range(1, len(TRIMS))],
            axis=0,
        )
        there, here = np.nonzero(best > ALIKE)
        pairs += [(int(a), int(b) + start) for a, b in zip(there, here, strict=True)]
    return [(first, second) for first, second in pairs if first < second]
