"""Faults planted on purpose, so that a lesson can say how many of them were found."""

import io
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from PIL import Image, ImageEnhance

from core.starter.bear_world.arrays import Random
from core.starter.bear_world.scene import KINDS, Subject, draw_subject

Fault = Literal["wrong label", "exact duplicate", "near duplicate", "blurred", "dark", "corrupt"]
WRONG_LABELS_EACH = 6
EXTRAS: dict[Fault, int] = {
    "exact duplicate": 4, "near duplicate": 8, "blurred": 6, "dark": 6, "corrupt": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """One file of a set before it is rendered: the class it is `shown` as, and what is true. `of`
    is the file that a duplicate repeats."""

    file: str
    shown: str
    subject: Subject
    seed: int
    fault: Fault | None = None
    of: str | None = None


def plant(clean: list[Planned], random: Random) -> list[Planned]:
    """`clean` pictures with wrong labels among them and the EXTRAS added, in a new order. Files are
    named again by the class they are shown as, so that no name gives a fault away."""
    labelled = _mislabel(clean, random)
    sound = [picture for picture in labelled if picture.fault is None]
    extras = [
        extra for kind, count in EXTRAS.items() for extra in _extras(kind, count, sound, random)
    ]
    return _named([*labelled, *extras], random)


def _mislabel(clean: list[Planned], random: Random) -> list[Planned]:
    out = list(clean)
    for kind in KINDS:
        mine = [i for i, picture in enumerate(clean) if picture.subject.kind == kind]
        for index in random.choice(mine, WRONG_LABELS_EACH, replace=False):
            other = str(random.choice([k for k in KINDS if k != kind]))
            out[index] = replace(out[index], shown=other, fault="wrong label")
    return out


def _extras(kind: Fault, count: int, sound: list[Planned], random: Random) -> list[Planned]:
    chosen = [sound[i] for i in random.choice(len(sound), count, replace=False)]
    if kind.endswith("duplicate"):
        return [replace(picture, fault=kind, of=picture.file) for picture in chosen]
    return [_spoiled(kind, picture, number) for number, picture in enumerate(chosen)]


def _spoiled(kind: Fault, like: Planned, number: int) -> Planned:
    seed = like.seed + 500_000
    subject = draw_subject(KINDS[number % len(KINDS)], np.random.default_rng(seed))
    if kind == "blurred":
        subject = replace(subject, blur=1.0)
    if kind == "dark":
        subject = replace(subject, dark=3.4)
    return Planned(f"{kind}-{number}", subject.kind, subject, seed, kind)


def _named(pictures: list[Planned], random: Random) -> list[Planned]:
    shuffled = [pictures[i] for i in random.permutation(len(pictures))]
    counts = dict.fromkeys(KINDS, 0)
    names: dict[str, str] = {}
    out = []
    for picture in shuffled:
        counts[picture.shown] += 1
        name = f"{picture.shown}-{counts[picture.shown]:03d}.jpg"
        if picture.of is None:
            names[picture.file] = name
        out.append(replace(picture, file=name))
    return [replace(p, of=names[p.of]) if p.of else p for p in out]


def spoil(jpeg: bytes, planned: Planned) -> bytes:
    """`jpeg` as the file of `planned`: cut off if corrupt, altered if a near duplicate."""
    if planned.fault == "near duplicate":
        return _again(jpeg, np.random.default_rng(planned.seed + 1))
    if planned.fault == "corrupt":
        return jpeg[: len(jpeg) // 3] if planned.seed % 2 else b"<html>404 Not Found</html>"
    return jpeg


def _again(jpeg: bytes, random: Random) -> bytes:
    """The same picture from the next website: cropped a little, brighter, saved once more."""
    with Image.open(io.BytesIO(jpeg)) as image:
        side = image.width
        edge = float(random.uniform(0.01, 0.04)) * side
        cut = image.resize(
            (side, side), Image.Resampling.BICUBIC, (edge, edge, side - edge, side - edge)
        )
    out = io.BytesIO()
    ImageEnhance.Brightness(cut).enhance(float(random.uniform(0.88, 1.12))).save(
        out, "JPEG", quality=72
    )
    return out.getvalue()
