"""What each way of making a square does to one picture: what survives, is added, or stretched.

All in the original's own pixels, so that it can be drawn on the original.
"""

import math
import random
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw
from pydantic import BaseModel, ConfigDict, Field

from core.content import read
from core.vision.preprocess import Method, Padding, Preprocess

Box = tuple[int, int, int, int]

SHOWN_SIDE = 480
FRAME, SHADE, BAR = (230, 126, 0), (20, 20, 24, 150), (230, 126, 0, 110)
RATIO = (3 / 4, 4 / 3)


@dataclass(frozen=True)
class ResizeMark:
    """What a method does to a picture of width × height.

    `box` (left, top, right, bottom) is what becomes the square, in the original's pixels; for
    padding it reaches beyond the picture. `lost` is the share of the original outside the box,
    `padding` the share of the square that is not picture, `stretch` how much wider than high a
    thing looks afterwards (1: as it was).
    """

    box: Box
    lost: float
    padding: float
    stretch: float


def mark(width: int, height: int, method: Method) -> ResizeMark:
    """What `crop`, `pad` or `squish` does to a picture of this size."""
    if method == "pad":
        side = max(width, height)
        box = _centred(width, height, side)
        return ResizeMark(box, 0.0, 1 - width * height / side**2, 1.0)
    if method == "squish":
        return ResizeMark((0, 0, width, height), 0.0, 0.0, height / width)
    return of_box(width, height, _centred(width, height, min(width, height)))


def of_box(width: int, height: int, box: Box) -> ResizeMark:
    """What it does to cut out that box and make it square."""
    wide, high = box[2] - box[0], box[3] - box[1]
    return ResizeMark(box, 1 - wide * high / (width * height), 0.0, high / wide)


def random_boxes(width: int, height: int, min_scale: float, count: int, seed: int) -> list[Box]:
    """Boxes as fastai's `RandomResizedCrop` draws them in training (same seed, same boxes)."""
    chance = random.Random(seed)
    return [_random_box(width, height, min_scale, chance) for _ in range(count)]


def _random_box(width: int, height: int, min_scale: float, chance: random.Random) -> Box:
    for _ in range(10):
        area = chance.uniform(min_scale, 1.0) * width * height
        ratio = math.exp(chance.uniform(math.log(RATIO[0]), math.log(RATIO[1])))
        wide, high = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
        if wide <= width and high <= height:
            left, top = chance.randint(0, width - wide), chance.randint(0, height - high)
            return left, top, left + wide, top + high
    wide, high = _nearest_ratio(width, height)
    left, top = (width - wide) // 2, (height - high) // 2
    return left, top, left + wide, top + high


def _nearest_ratio(width: int, height: int) -> tuple[int, int]:
    """The largest box of an allowed ratio: where ten draws did not fit."""
    if width / height < RATIO[0]:
        return width, int(width / RATIO[0])
    if width / height > RATIO[1]:
        return int(height * RATIO[1]), height
    return width, height


def resized_box(picture: Image.Image, box: Box, size: int) -> Image.Image:
    """The picture inside `box`, as a square of `size`."""
    return picture.convert("RGB").resize((size, size), Image.Resampling.BILINEAR, box=box)


def resized(picture: Image.Image, method: Method, pad: Padding, size: int) -> Image.Image:
    """What validation and prediction see of the picture under this method."""
    return Preprocess(size=size, method=method, pad=pad).resized(picture)


def drawn_on(picture: Image.Image, boxes: list[Box]) -> Image.Image:
    """The original with what is lost shaded, the box that survives framed, and padding added in
    colour where the box reaches beyond it. With several boxes nothing is shaded."""
    scale = SHOWN_SIDE / max(*picture.size, *(_reach(picture, box) for box in boxes))
    shown = _scaled(picture.convert("RGB"), scale)
    boxes = [_times(box, scale) for box in boxes]
    left, top = max(0, -min(b[0] for b in boxes)), max(0, -min(b[1] for b in boxes))
    right = max(0, max(b[2] for b in boxes) - shown.width)
    bottom = max(0, max(b[3] for b in boxes) - shown.height)
    canvas = Image.new("RGB", (shown.width + left + right, shown.height + top + bottom), "white")
    canvas.paste(shown, (left, top))
    moved = [(b[0] + left, b[1] + top, b[2] + left, b[3] + top) for b in boxes]
    inside = (left, top, left + shown.width, top + shown.height)
    marked = _hatched(canvas, inside) if canvas.size != shown.size else canvas
    marked = _shaded(marked, moved[0]) if len(moved) == 1 else marked
    return _framed(marked, moved)


def _reach(picture: Image.Image, box: Box) -> int:
    wide = max(picture.width, box[2]) - min(0, box[0])
    return max(wide, max(picture.height, box[3]) - min(0, box[1]))


def _centred(width: int, height: int, side: int) -> Box:
    left, top = (width - side) // 2, (height - side) // 2
    return left, top, left + side, top + side


def _scaled(picture: Image.Image, scale: float) -> Image.Image:
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BILINEAR)


def _times(box: Box, scale: float) -> Box:
    return (
        round(box[0] * scale),
        round(box[1] * scale),
        round(box[2] * scale),
        round(box[3] * scale),
    )


def _shaded(canvas: Image.Image, box: Box) -> Image.Image:
    """Everything outside the box darkened."""
    veil = Image.new("RGBA", canvas.size, SHADE)
    veil.paste((0, 0, 0, 0), box)
    return Image.alpha_composite(canvas.convert("RGBA"), veil).convert("RGB")


def _hatched(canvas: Image.Image, inside: Box) -> Image.Image:
    """What is outside `inside` striped: it will be padding."""
    stripes = Image.new("RGBA", canvas.size, (255, 244, 224, 255))
    draw = ImageDraw.Draw(stripes)
    for start in range(-canvas.height, canvas.width, 14):
        draw.line((start, canvas.height, start + canvas.height, 0), fill=BAR, width=5)
    stripes.paste((0, 0, 0, 0), inside)
    return Image.alpha_composite(canvas.convert("RGBA"), stripes).convert("RGB")


def _framed(canvas: Image.Image, boxes: list[Box]) -> Image.Image:
    draw = ImageDraw.Draw(canvas)
    for left, top, right, bottom in boxes:
        draw.rectangle((left, top, right - 1, bottom - 1), outline=FRAME, width=4)
    return canvas


class Situation(BaseModel):
    """What somebody wants to tell apart, the method to choose, and why not the others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    prompt: str = Field(min_length=20)
    right: Method
    because: str = Field(min_length=20)


@cache
def situations() -> tuple[Situation, ...]:
    """All of them, in the order they are asked."""
    return read("resize.yaml", tuple[Situation, ...], "situations")
