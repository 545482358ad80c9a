"""Small pictures for the vision tests."""

import numpy as np
from PIL import Image

from core.gather.reading.decode import encode
from core.project.records import NewImage


def noise(width: int, height: int, seed: int = 0) -> Image.Image:
    """A picture in which every pixel differs, so that a shift by one pixel shows."""
    values = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(values)


def new_image(label: str, seed: int) -> NewImage:
    """A picture ready to be added to a project."""
    stored = encode(noise(64, 48, seed))
    return NewImage(
        stored.id, stored.jpeg, label, f"{label}/{seed}.jpg", stored.width, stored.height
    )
