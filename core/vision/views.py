"""More than one look at a picture: mirrored, and pieces of it, for the quick head to learn from."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PIL import Image

from core.project.settings import Setting

if TYPE_CHECKING:
    from core.project.project import Project

Views = Literal["once", "mirrored", "crops"]

VIEWS = Setting[Views]("quick_views", Views, lambda: "once")
LEAST_AREA = 0.5
RATIOS = (3 / 4, 4 / 3)  # those of RandomResizedCrop


@dataclass(frozen=True)
class View:
    """One way to look: `of(picture, picture_id)` is what is seen, always the same for one id.

    `key` names it in the cache of embeddings; it is empty for the picture as it is.
    """

    key: str
    of: Callable[[Image.Image, str], Image.Image]


def views_of(project: Project) -> Views:
    """How the quick training of this project looks at its pictures; each one once by default."""
    return project.settings.get(VIEWS)


def keep_views(project: Project, views: Views) -> None:
    """The next quick training looks this way."""
    project.settings.set(VIEWS, views)


def mirrored(picture: Image.Image, _picture_id: str) -> Image.Image:
    """Left for right."""
    return picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def crop(number: int) -> View:
    """A piece of half the picture or more, at random, mirrored half of the time."""

    def of(picture: Image.Image, picture_id: str) -> Image.Image:
        chance = random.Random(f"{picture_id}/{number}")
        piece = picture.crop(_box(picture.width, picture.height, chance))
        return mirrored(piece, picture_id) if chance.random() < 0.5 else piece

    return View(f"crop{number}", of)


def _box(width: int, height: int, chance: random.Random) -> tuple[int, int, int, int]:
    """Where the piece is: a share of the area and a ratio of the sides, both drawn."""
    area = width * height * chance.uniform(LEAST_AREA, 1)
    ratio = math.exp(chance.uniform(math.log(RATIOS[0]), math.log(RATIOS[1])))
    wide = max(1, min(width, round(math.sqrt(area * ratio))))
    high = max(1, min(height, round(math.sqrt(area / ratio))))
    left, top = chance.randint(0, width - wide), chance.randint(0, height - high)
    return left, top, left + wide, top + high


AS_IT_IS = View("", lambda picture, _picture_id: picture)
MIRRORED = View("mirrored", mirrored)
EXTRA: dict[Views, tuple[View, ...]] = {
    "once": (),
    "mirrored": (MIRRORED,),
    "crops": (MIRRORED, crop(1), crop(2)),
}
