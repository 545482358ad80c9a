"""How a grizzly differs from a brown black bear: pictures of Bear World with arrows on them."""

import io
from functools import cache, lru_cache
from math import atan2, cos, sin
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from pydantic import Field

from core.content import Content, Text, read
from core.starter.bear_sets import DEFAULT, FOLDER

SIDE, WIDTH, HEAD, DISC = 448, 7, 24, 17  # pixels
LIGHT, DARK = (255, 255, 255), (15, 19, 17)
Place = tuple[float, float]


class Arrow(Content):
    """An arrow with its number at the end it comes from; places are shares of width and height."""

    number: int = Field(ge=1, le=9)
    start: Place = Field(alias="from")
    to: Place


class Pointed(Content):
    """A shipped picture, the arrows on it, and the words below it."""

    file: Text
    caption: Text
    arrows: tuple[Arrow, ...] = Field(min_length=1)


class TellApart(Content):
    """The three pictures, what the numbers mean, and a fourth picture to ask about first."""

    title: Text
    words: Text
    question: Text
    pictures: tuple[Pointed, ...]

    @property
    def question_path(self) -> Path:
        """Where the picture to ask about lies."""
        return FOLDER / DEFAULT / self.question


@cache
def tell_apart() -> TellApart:
    """Return what is shown; raises ContentInvalid where its file is wrong."""
    return read("tell_apart.yaml", TellApart)


@lru_cache(maxsize=8)
def with_arrows(place: int) -> bytes:
    """Return picture number `place` with its arrows, as a JPEG of 448 by 448 pixels."""
    pointed = tell_apart().pictures[place]
    with Image.open(FOLDER / DEFAULT / pointed.file) as shipped:
        picture = shipped.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(picture)
    for arrow in pointed.arrows:
        _draw(draw, arrow)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=85)
    return stream.getvalue()


def _draw(draw: ImageDraw.ImageDraw, arrow: Arrow) -> None:
    """Dark below, light above: an arrow shows on any fur and any sky."""
    (x, y), (u, v) = _pixels(arrow.start), _pixels(arrow.to)
    along = atan2(v - y, u - x)
    back = u - HEAD * cos(along), v - HEAD * sin(along)
    side = (-0.5 * HEAD * sin(along), 0.5 * HEAD * cos(along))
    head = [(u, v), (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])]
    for colour, more in ((DARK, 5), (LIGHT, 0)):
        draw.line([(x, y), back], fill=colour, width=WIDTH + more)
        draw.polygon(head, fill=colour, outline=DARK, width=2)
    draw.circle((x, y), DISC, fill=LIGHT, outline=DARK, width=3)
    font = ImageFont.load_default(24)
    draw.text((x, y), str(arrow.number), fill=DARK, font=font, anchor="mm")


def _pixels(place: Place) -> Place:
    return place[0] * SIDE, place[1] * SIDE
