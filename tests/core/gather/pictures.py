"""Small pictures as files, in every format and mode that learners bring."""

import io
from typing import Any

import numpy as np
from PIL import Image

ORANGE = (230, 120, 30)


def plain(colour: tuple[int, ...] | int = ORANGE, mode: str = "RGB", size: Any = (64, 48)) -> Any:
    """A picture of one colour."""
    return Image.new(mode, size, colour)


def noise(seed: int, size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A picture unlike any other, so that its id is its own."""
    random = np.random.default_rng(seed)
    small = random.integers(0, 255, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(small).resize(size, Image.Resampling.NEAREST)


def as_file(image: Image.Image, format: str = "PNG", **options: Any) -> bytes:
    """The bytes of `image` saved in `format`."""
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def opened(jpeg: bytes) -> Image.Image:
    """A stored JPEG, loaded."""
    image = Image.open(io.BytesIO(jpeg), formats=["JPEG"])
    image.load()
    return image


def mean_colour(image: Image.Image) -> tuple[float, float, float]:
    """The average red, green and blue, 0–255."""
    red, green, blue = np.asarray(image.convert("RGB"), dtype=float).reshape(-1, 3).mean(axis=0)
    return float(red), float(green), float(blue)
