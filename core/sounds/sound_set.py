"""The starter set of sounds: synthesised once on a machine, then at hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from core.jobs.queue.environment import usable_cores
from core.project.disk import write_whole
from core.project.home import shared_cache
from core.project.records import NewImage
from core.sounds.picture import SIDE, sound_picture
from core.sounds.voices import KINDS, sound

__all__ = ["KINDS", "LICENCE", "PER_CLASS", "SIZE", "sound_pictures"]

PER_CLASS = 40
SIZE = PER_CLASS * len(KINDS)
EDITION = 1  # raise it whenever the same seed gives another picture
LICENCE = "Synthesised by this app from a seed: no recordings. Free for any use (CC0)."

Wanted = tuple[str, int]


def sound_pictures(per_class: int | None = None) -> Iterator[NewImage]:
    """The pictures of the starter set, one class after the other, at most `per_class` of each.

    Each names its kind and seed in its provenance, which is all it takes to play it again.
    """
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
