"""Whatever mode a picture has, its colours on white paper, without ever holding it twice."""

import numpy as np
from PIL import Image

_STRIP = 1_000_000  # pixels that are worked on at once
_OVERSIZE = 2  # how much larger than its final size a picture stays, for a good last resize


def on_white(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """`image` as RGB, CMYK or L: palettes resolved, transparency laid on white, 16 bits made 8.

    A picture much larger than `size`, which it is going to have, is shrunk on the way by a whole
    number, but stays at least twice as large.
    """
    factor = max(
        1, min(image.width // (_OVERSIZE * size[0]), image.height // (_OVERSIZE * size[1]))
    )
    if factor == 1 and image.width * image.height <= _STRIP:
        return _opaque(image)
    if factor == 1 and _is_plain(image):
        return image
    return _in_strips(image, factor)


def _in_strips(image: Image.Image, factor: int) -> Image.Image:
    mode = image.mode if _is_plain(image) else "RGB"
    paper = Image.new(mode, (-(-image.width // factor), -(-image.height // factor)))
    rows = factor * max(1, _STRIP // (image.width * factor))
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        paper.paste(_opaque(strip).reduce(factor), (0, top // factor))
    return paper


def _opaque(image: Image.Image) -> Image.Image:
    if _is_plain(image):
        return image
    if image.mode.startswith("I;16"):
        return _eight_bit(image)
    if image.has_transparency_data:
        pixels = image if image.mode == "RGBA" else image.convert("RGBA")
        paper = Image.new("RGB", pixels.size, "white")
        paper.paste(pixels, mask=pixels)  # less than half the time of `alpha_composite`
        return paper
    return image.convert("RGB")


def _is_plain(image: Image.Image) -> bool:
    return image.mode in ("RGB", "CMYK", "L") and not image.has_transparency_data


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit greys scaled to 0–255; Pillow's own conversion would cut them off at 255."""
    greys = np.asarray(image).astype(np.uint32)
    return Image.fromarray(((greys * 255 + 32_895) >> 16).astype(np.uint8))  # rounds grey / 257
