"""The one way a picture becomes a model's input, for validation, embedding and prediction."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.vision.read_photo import resized

Method = Literal["crop", "pad", "squish", "random_resized_crop"]
Padding = Literal["zeros", "reflection", "border"]

MEAN = STD = 0.5
_NUMPY_PAD: dict[str, Literal["constant", "reflect", "edge"]] = {
    "zeros": "constant",
    "reflection": "reflect",
    "border": "edge",
}


@dataclass(frozen=True)
class Preprocess:
    """What fastai's `Resize(size, method, pad_mode)` does to a validation picture.

    Equal to it pixel by pixel (a golden test holds the two together). `random_resized_crop` is
    what `RandomResizedCrop(size)` does at validation: squish a little larger, keep the centre.
    """

    size: int = 224
    method: Method = "crop"
    pad: Padding = "zeros"

    @property
    def key(self) -> str:
        """A short name, the same for preprocessings that give the same pixels."""
        detail = f"-{self.pad}" if self.method == "pad" else ""
        return f"{self.size}-{self.method}{detail}"

    def resized(self, image: Image.Image) -> Image.Image:
        """`image` as an RGB picture of `size` × `size`: what the model sees."""
        image = image if image.mode == "RGB" else image.convert("RGB")
        if self.method == "squish":
            return _resize(image, self.size)
        if self.method == "random_resized_crop":
            return _centre_of_squished(image, self.size)
        return _resize(_square(image, self.size, self.method, self.pad), self.size)

    def __call__(self, image: Image.Image) -> NDArray[np.float32]:
        """`image` as float32 (3, size, size) in -1…1: (value / 255 - mean) / std."""
        seen = np.asarray(self.resized(image)).transpose(2, 0, 1)
        pixels = seen.astype(np.float32, order="C")  # reordered as bytes, scaled in place
        pixels /= np.float32(255)
        pixels -= np.float32(MEAN)
        pixels /= np.float32(STD)
        return pixels


def _resize(image: Image.Image, size: int) -> Image.Image:
    return resized(image, (size, size), Image.Resampling.BILINEAR)


def larger_side(size: int) -> int:
    """What RandomResizedCrop squishes a validation picture to: 14 % more, in steps of 8 px."""
    return size + math.ceil(size * 0.14 / 8) * 8


def _centre_of_squished(image: Image.Image, size: int) -> Image.Image:
    larger = larger_side(size)
    edge = (larger - size) // 2
    return _resize(image, larger).crop((edge, edge, edge + size, edge + size))


def _square(image: Image.Image, size: int, method: Method, pad: Padding) -> Image.Image:
    """The largest centred square inside the picture (crop) or the smallest around it (pad).

    The order of operations is fastai's, rounding included: the side is found by way of `size`.
    """
    width, height = image.size
    choose = max if method == "pad" else min
    side = int(choose(width / size, height / size) * size)
    left, top = int(0.5 * (width - side)), int(0.5 * (height - side))
    inside = (max(left, 0), max(top, 0), min(left + side, width), min(top + side, height))
    cropped = image.crop(inside)
    before = (max(-top, 0), max(-left, 0))
    after = (max(top + side - height, 0), max(left + side - width, 0))
    return _padded(cropped, before, after, pad) if any(before + after) else cropped


def _padded(
    image: Image.Image, before: tuple[int, int], after: tuple[int, int], pad: Padding
) -> Image.Image:
    """`image` with (top, left) and (bottom, right) pixels added, filled as `pad` says."""
    widths = ((before[0], after[0]), (before[1], after[1]), (0, 0))
    return Image.fromarray(np.pad(np.asarray(image), widths, mode=_NUMPY_PAD[pad]))
