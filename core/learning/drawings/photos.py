"""Drawings for the glossary of one photo, and of what is done to it."""

import math
from collections.abc import Callable, Sequence

from core.learning.drawings.shapes import HOT, SOFT, dot, ellipse, line, rect, text


def _scene(x: float, y: float, w: float, h: float, edge: str = "currentColor") -> str:
    ground = line([(x, y + 0.75 * h), (x + w, y + 0.75 * h)], more=SOFT)
    body = ellipse(x + 0.5 * w, y + 0.6 * h, 0.2 * w, 0.22 * h)
    head = ellipse(x + 0.68 * w, y + 0.42 * h, 0.1 * w, 0.13 * h)
    sun = dot(x + 0.16 * w, y + 0.22 * h, 0.07 * h)
    return rect(x, y, w, h, more=f'stroke="{edge}"') + ground + body + head + sun


def _to(x: float = 82) -> str:
    return line([(x, 36), (x + 12, 36)]) + line([(x + 8, 33), (x + 12, 36), (x + 8, 39)])


def _turned(how: str) -> str:
    return _scene(4, 16, 72, 42) + _to() + f'<g transform="{how}">{_scene(-28, -24, 56, 48)}</g>'


def _outline() -> str:
    full = f'fill="{HOT}" stroke="none"'
    return ellipse(80, 40.4, 14.4, 11.9, full) + ellipse(93, 30.7, 7.2, 7, full)


def _pixels() -> str:
    drawn = ""
    for i in range(16):
        grey = f'fill-opacity="{0.15 + 0.2 * (i * 7 % 4):.2f}" stroke="none"'
        fill = HOT if i in {5, 9} else "currentColor"
        drawn += rect(94 + 15 * (i % 4), 6 + 15 * (i // 4), 14, 14, fill, grey)
    return drawn


def _rainbow() -> str:
    colours = "".join(
        rect(8 + 12 * i, 22, 12, 28, f"hsl({30 * i} 60% 55%)", 'stroke="none"') for i in range(12)
    )
    return colours + line([(62, 14), (62, 58)], HOT, 'stroke-width="2"')


def _wave() -> str:
    return line([(4 + t, 36 - 16 * math.sin(t / 3) * math.sin(t / 22)) for t in range(66)])


def _spectrogram() -> str:
    strength = {(c, r): 1 - abs(r - 2 - c * 0.5) / 4 for c in range(10) for r in range(9)}
    return "".join(
        rect(94 + 6 * c, 62 - 6 * r, 5, 5, HOT, f'fill-opacity="{loud:.2f}" stroke="none"')
        for (c, r), loud in strength.items()
        if loud > 0
    )


def _parts() -> str:
    other = rect(12, 26, 22, 22, more=f'stroke="{HOT}" stroke-dasharray="3 2"')
    return rect(30, 20, 30, 30, more=f'stroke="{HOT}"') + other


FRAME = f'stroke="{HOT}" stroke-width="2"'
FILLED = f"{rect(106, 8, 48, 12, 'currentColor')}{rect(106, 48, 48, 12, 'currentColor')}"
PHOTOS: dict[str, Callable[[], str]] = {
    "whole": lambda: _scene(44, 8, 72, 54),
    "crop": lambda: (
        _scene(4, 14, 72, 44) + rect(18, 14, 44, 44, more=FRAME) + _to() + _scene(102, 12, 48, 48)
    ),
    "rrc": lambda: _scene(4, 14, 72, 44) + _parts() + _to() + _scene(102, 12, 48, 48, HOT),
    "squish": lambda: _scene(4, 18, 80, 36) + _to(88) + _scene(108, 12, 44, 48, HOT),
    "pad": lambda: _scene(4, 18, 80, 36) + _to(88) + _scene(106, 20, 48, 28) + FILLED,
    "small": lambda: _scene(4, 8, 84, 56) + _to(92) + _scene(112, 22, 34, 34, HOT),
    "turn": lambda: _turned("translate(126 36) rotate(-9)"),
    "bend": lambda: _turned("translate(126 36) skewX(-12)"),
    "erase": lambda: _scene(44, 8, 72, 54) + rect(72, 24, 22, 20, HOT),
    "mix": lambda: _scene(34, 6, 64, 48) + f'<g stroke="{HOT}">{_scene(62, 18, 64, 48, HOT)}</g>',
    "box": lambda: _scene(44, 8, 72, 54) + rect(62, 22, 42, 32, more=FRAME),
    "mask": lambda: _scene(44, 8, 72, 54) + _outline(),
    "name": lambda: _scene(14, 10, 68, 52) + _to(88) + text(128, 40, "bear", HOT, 14),
    "dots": lambda: _scene(4, 12, 64, 46) + _to(74) + _pixels(),
    "rainbow": lambda: _rainbow(),
    "sound": lambda: _wave() + _to(74) + _spectrogram(),
    "ground": lambda: (
        _scene(44, 8, 72, 54)
        + line([(44, 48.5), (116, 48.5)], HOT, 'stroke-width="3"')
        + text(132, 52, "grass", HOT)
    ),
}


def photo(words: Sequence[str]) -> str:
    """A photo of an animal, and what is done to it."""
    return PHOTOS[words[0]]()
