"""The starter set of sounds, the picture of a sound (its mel spectrogram in colours), riddles."""

import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.content import says
from core.gather.reading.decode import Decoded, encode
from core.jobs.queue.environment import usable_cores
from core.project.disk import shared_cache, write_whole
from core.project.records import NewImage
from core.sounds.spectrogram import TOP_DB, mel_decibels
from core.sounds.voices import KINDS, Wave, sound

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


PER_CLASS = 40
SIZE = PER_CLASS * len(KINDS)
EDITION = 1  # raise it whenever the same seed gives another picture
LICENCE = says("sounds", "synthesised_by_app")

Wanted = tuple[str, int]


def sound_pictures(per_class: int | None = None) -> Iterator[NewImage]:
    """The pictures of the starter set, one class after the other, at most `per_class` of each. Each
    names its kind and seed in its provenance, which is all it takes to play it again."""
    each = PER_CLASS if per_class is None else min(per_class, PER_CLASS)
    wanted = [(kind, seed) for kind in KINDS for seed in range(each)]
    kept = _kept()
    made: dict[str, bytes] = {}
    with ThreadPoolExecutor(usable_cores(), thread_name_prefix="sounds") as pool:
        jpegs = pool.map(lambda one: kept.get(_name(one)) or _jpeg(one), wanted)
        for one, jpeg in zip(wanted, jpegs, strict=True):
            made[_name(one)] = jpeg
            yield _new_image(one, jpeg)
    if len(made) == SIZE and len(kept) < SIZE:
        _keep(made)


def _jpeg(wanted: Wanted) -> bytes:
    return sound_picture(sound(*wanted)).jpeg


def _name(wanted: Wanted) -> str:
    kind, seed = wanted
    return f"{kind}-{seed + 1:03d}"


def _new_image(wanted: Wanted, jpeg: bytes) -> NewImage:
    kind, seed = wanted
    return NewImage(
        id=sha256(jpeg).hexdigest(),
        jpeg=jpeg,
        label=kind,
        name=_name(wanted),
        width=SIDE,
        height=SIDE,
        source="starter",
        provenance={"sound": kind, "seed": str(seed), "licence": LICENCE},
    )


def _file() -> Path:
    return shared_cache() / f"sounds-{EDITION}.zip"


def _kept() -> dict[str, bytes]:
    """The JPEGs that an earlier visit made, by name; a damaged file counts as none."""
    try:
        with zipfile.ZipFile(_file()) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile):
        return {}


def _keep(jpegs: dict[str, bytes]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, jpeg in jpegs.items():
            archive.writestr(name, jpeg)
    write_whole(_file(), buffer.getvalue())


SIDES = ("A", "B")


@dataclass(frozen=True)
class Riddle:
    """Two sounds of two kinds, each (kind, seed); `answer` is the side of the one asked for."""

    kinds: tuple[str, str]
    seeds: tuple[int, int]
    answer: str

    @property
    def asked(self) -> str:
        """The kind that is to be found."""
        return self.kinds[SIDES.index(self.answer)]

    @property
    def other(self) -> str:
        """The kind that is not."""
        return self.kinds[1 - SIDES.index(self.answer)]


def riddle(number: int) -> Riddle:
    """The riddle of that number (from 0), always the same; none of its sounds is in the starter
    set. The first one asks for a knock."""
    random = np.random.default_rng(number)
    first, second = (str(kind) for kind in random.choice(KINDS, 2, replace=False))
    answer = str(random.choice(SIDES))
    if number == 0:
        first, second, answer = "rain", "knock", "B"
    low = PER_CLASS + 2 * number
    return Riddle((first, second), (low, low + 1), answer)
