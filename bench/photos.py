"""Photos that no camera took: as large and as hard to compress as a phone's small ones."""

import io
import zipfile
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIZE, HALF = (800, 600), (400, 300)
QUALITY = 88
CLASSES = ("black", "grizzly", "teddy", "panda", "polar")
AN_ARCHIVE = 1_000
GRAIN = 9.0  # of 255: what a sensor adds


def archives(folder: Path, count: int) -> list[Path]:
    """`count` different photos in five class folders, as ZIPs of a thousand; their paths."""
    starts = range(0, count, AN_ARCHIVE)
    with ProcessPoolExecutor() as pool:
        return list(
            pool.map(
                _archive,
                [folder / f"photos{start}.zip" for start in starts],
                [range(start, min(start + AN_ARCHIVE, count)) for start in starts],
            )
        )


def photo(seed: int) -> bytes:
    """One photo as a JPEG of about 175 kB: large soft shapes, fine structure, grain."""
    random = np.random.default_rng(seed)
    shapes = np.zeros((*HALF[::-1], 3), dtype=np.float32)
    for cells, strength in ((4, 110.0), (16, 45.0), (80, 30.0)):
        shapes += strength * _soft(random, cells)
    whole = Image.fromarray((shapes + 120).clip(0, 255).astype(np.uint8)).resize(SIZE)
    x, y = (int(random.integers(0, side)) for side in SIZE)
    pixels = np.asarray(whole) + np.roll(_grain(), (y, x), axis=(0, 1))
    buffer = io.BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def _archive(target: Path, seeds: range) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for seed in seeds:
            archive.writestr(f"set/{CLASSES[seed % len(CLASSES)]}/{seed:05d}.jpg", photo(seed))
    return target


@cache
def _grain() -> NDArray[np.int16]:
    grain = np.random.default_rng(0).normal(0, GRAIN, (SIZE[1], SIZE[0], 1))
    return grain.round().astype(np.int16)


def _soft(random: np.random.Generator, cells: int) -> NDArray[np.float32]:
    """Coloured noise of `cells` × `cells`, blown up smoothly to half the photo's size, −1…1."""
    small = random.standard_normal((cells, cells, 3)).clip(-2, 2) / 2
    scaled = Image.fromarray(((small + 1) * 127.5).astype(np.uint8)).resize(HALF)
    return np.asarray(scaled).astype(np.float32) / np.float32(127.5) - 1
