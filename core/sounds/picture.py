"""A sound's picture: its mel spectrogram in colours, from dark (quiet) to light (loud)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.gather.reading.decode import Decoded, encode
from core.sounds.spectrogram import TOP_DB, mel_decibels
from core.sounds.tones import Wave

SIDE = 256
# Lightness rises evenly, so the picture says the same in grey.
_RAMP = (
    (0.00, (7, 8, 32)),
    (0.25, (63, 21, 104)),
    (0.50, (160, 43, 110)),
    (0.72, (233, 96, 66)),
    (0.88, (251, 176, 84)),
    (1.00, (253, 246, 203)),
)


def sound_picture(wave: Wave) -> Decoded:
    """The picture of a clip as the project stores it: 256 × 256, time to the right, pitch up."""
    levels = (mel_decibels(wave) / TOP_DB + 1) * 255
    colours = _colours()[levels.round().astype(np.uint8)[::-1]]
    picture = Image.fromarray(colours).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    return encode(picture)


def _colours() -> NDArray[np.uint8]:
    """The colour of each of 256 levels, (256, 3)."""
    stops = np.array([stop for stop, _ in _RAMP]) * 255
    channels = np.array([colour for _, colour in _RAMP], dtype=float).T
    ramp = [np.interp(np.arange(256), stops, channel) for channel in channels]
    return np.stack(ramp, axis=1).round().astype(np.uint8)
