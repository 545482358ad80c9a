"""A picture with nothing in it, to see what a model says when none of its classes fits."""

from __future__ import annotations

import numpy as np
from PIL import Image


def television_static(size: int = 320, grain: int = 4, seed: int = 0) -> Image.Image:
    """Black-and-white noise, (size, size) RGB, in grains of `grain` pixels; the same for a seed."""
    cells = np.random.default_rng(seed).integers(0, 256, (size // grain, size // grain))
    picture = Image.fromarray(cells.astype(np.uint8)).convert("RGB")
    return picture.resize((size, size), Image.Resampling.NEAREST)
