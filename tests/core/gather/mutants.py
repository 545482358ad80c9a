"""Damaged copies of photos: bits flipped, lengths at their extremes, pieces cut or repeated."""

import random
from collections.abc import Callable, Sequence

from PIL import Image

from tests.core.gather.hostile_pictures import FORMATS
from tests.core.gather.pictures import as_file

MUTANTS = 5_000
SIDE = 128

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


def small_copies(photos: Sequence[Image.Image]) -> list[bytes]:
    """Each picture small, in every format and in the rarer kinds of two."""
    found = []
    for photo in photos:
        small = photo.convert("RGB").resize((SIDE, SIDE))
        found += [as_file(small, name) for name in FORMATS]
        found += [as_file(small, "JPEG", progressive=True), as_file(small.quantize(16))]
        found += [as_file(small.convert("CMYK"), "JPEG"), as_file(small.convert("LA"))]
    return found


def mutants(sources: list[bytes], seed: int, count: int = MUTANTS) -> list[tuple[str, bytes]]:
    """What was done, and the damaged copy; the same seed gives the same."""
    chance, found = random.Random(seed), []
    for number in range(count):
        data = bytearray(chance.choice(sources))
        damages = chance.choices(DAMAGES, k=chance.choice((1, 1, 2, 3)))
        for damage in damages:
            damage(chance, data := data or bytearray(b"\0"))
        if chance.random() < 0.05:
            data += chance.choice(sources)
        found.append((f"{number}: {[damage.__name__ for damage in damages]}", bytes(data)))
    return found
