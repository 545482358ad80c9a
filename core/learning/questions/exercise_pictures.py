"""A wide drawing and what crop, pad and squish make of it, by the app's own preprocessing."""

from __future__ import annotations

from typing import cast

from PIL import Image, ImageDraw

from core.vision.preprocess import Method, Padding, Preprocess

SIZE = 240
WIDE = (480, 240)
PAPER, INK = "#F4EFE4", "#24221F"
SHAPES = (("#0072B2", 20), ("#E69F00", 180), ("#009E73", 340))  # fill, left edge


def wide_picture() -> Image.Image:
    """Three circles on paper with a dark ground line: 480 × 240 pixels."""
    image = Image.new("RGB", WIDE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 205, WIDE[0], 212), fill=INK)
    for fill, left in SHAPES:
        draw.ellipse((left, 40, left + 120, 160), fill=fill, outline=INK, width=3)
    return image


def made_square(how: str, picture: Image.Image | None = None) -> Image.Image:
    """A picture (the drawing if none is given) as a square of 240 pixels.

    `how` is a method, with its padding after a dash.
    """
    method, _, padding = how.partition("-")
    pad = cast(Padding, padding or "zeros")
    return Preprocess(SIZE, cast(Method, method), pad).resized(picture or wide_picture())
