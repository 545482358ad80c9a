"""Five thousand damaged copies of real photos: each is a picture, or is refused with a sentence."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from core.gather.reading.decode import decode
from core.gather.reading.refusal import Refused
from core.project.archive.bare_jpeg import is_bare
from tests.core.gather.cost import MEGABYTES, SECONDS, SENTENCE, TRIES, measured
from tests.core.gather.hostile_pictures import FORMATS
from tests.core.gather.pictures import as_file, noise, opened

MUTANTS = 5_000
SIDE = 128
STARTS = {name: as_file(noise(1), name)[:64] for name in FORMATS}

Damage = Callable[[random.Random, bytearray], None]


def flip(chance: random.Random, data: bytearray) -> None:
    """Single bits, anywhere or among the first bytes, where a file says what it is."""
    reach = chance.choice((len(data), min(len(data), 200)))
    for _ in range(chance.choice((1, 3, 20, 200))):
        data[chance.randrange(reach)] ^= 1 << chance.randrange(8)


def extremes(chance: random.Random, data: bytearray) -> None:
    """Lengths and counts at their largest and smallest."""
    width = chance.choice((1, 2, 4, 8))
    at = chance.randrange(max(1, min(len(data), 400) - width))
    data[at : at + width] = chance.choice((b"\0", b"\xff", b"\x7f", b"\x80")) * width


def cut(chance: random.Random, data: bytearray) -> None:
    """The end, or a piece out of the middle."""
    at = chance.randrange(len(data))
    del data[at : chance.choice((len(data), at + chance.randrange(1, 500)))]


def repeat(chance: random.Random, data: bytearray) -> None:
    """A piece again, many times or once."""
    at = chance.randrange(len(data))
    piece = bytes(data[at : at + chance.randrange(1, 300)])
    data[at:at] = piece * chance.choice((1, 2, 50))


def scatter(chance: random.Random, data: bytearray) -> None:
    """A piece of nothing but chance."""
    at = chance.randrange(len(data))
    data[at : at + 64] = chance.randbytes(chance.randrange(1, 128))


DAMAGES: tuple[Damage, ...] = (flip, extremes, cut, repeat, scatter)


def originals(bears: Path, odd_files: Path) -> list[bytes]:
    """Small copies of real photos in every format, and some as they are."""
    photos = [sorted(folder.iterdir())[0] for folder in sorted(bears.iterdir())]
    found = [photo.read_bytes() for photo in photos]
    for photo in [*photos, *sorted(odd_files.iterdir())]:
        with Image.open(photo) as image:
            small = image.convert("RGB").resize((SIDE, SIDE))
            found += [as_file(small, name) for name in FORMATS]
            found += [as_file(small, "JPEG", progressive=True), as_file(small.quantize(16))]
            found += [as_file(small.convert("CMYK"), "JPEG"), as_file(small.convert("LA"))]
    return found


def mutants(sources: list[bytes], seed: int) -> list[tuple[str, bytes]]:
    """What was done, and the damaged copy; the same seed gives the same."""
    chance, found = random.Random(seed), []
    for number in range(MUTANTS):
        data = bytearray(chance.choice(sources))
        damages = chance.choices(DAMAGES, k=chance.choice((1, 1, 2, 3)))
        for damage in damages:
            damage(chance, data := data or bytearray(b"\0"))
        if chance.random() < 0.05:
            data += chance.choice(sources)
        found.append((f"{number}: {[damage.__name__ for damage in damages]}", bytes(data)))
    return found


def outcome(data: bytes) -> str:
    """ "" for a picture that came in clean, or the sentence it was refused with."""
    try:
        stored = decode(data, "photo.jpg")
    except Refused as refusal:
        return str(refusal)
    assert is_bare(stored.jpeg) and opened(stored.jpeg).size == (stored.width, stored.height)
    return ""


@pytest.mark.photos
def test_mutants_of_real_photos(bears: Path, odd_files: Path) -> None:
    came_in = 0
    with measured() as spent:
        for what, data in mutants(originals(bears, odd_files), seed=8):
            for _ in range(TRIES):
                begin = time.thread_time()
                said = outcome(data)
                if (took := time.thread_time() - begin) < SECONDS:
                    break
            assert took < SECONDS, what
            assert not said or SENTENCE.match(said), (what, said)
            came_in += not said
    assert 0.2 * MUTANTS < came_in < 0.8 * MUTANTS  # else they are too tame, or too broken
    assert spent.bytes < MEGABYTES * 1_000_000, spent


@settings(max_examples=300, deadline=None)
@given(some.sampled_from(FORMATS), some.integers(2, 64), some.binary(max_size=600))
def test_any_bytes_behind_a_good_start(name: str, kept: int, data: bytes) -> None:
    said = outcome(STARTS[name][:kept] + data)
    assert not said or SENTENCE.match(said)
