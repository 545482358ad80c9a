"""Arrivals made of nothing but paths, for the reading of what they mean."""

from collections.abc import Iterable, Mapping

from core.gather.meaning.entries import Entry
from core.gather.meaning.reading import Reading, read_arrival


def entry(path: str, data: bytes = b"picture", check: int = 0) -> Entry:
    """A file at `path` that holds `data`."""
    return Entry(path, len(data), lambda: data, check)


def read(
    *paths: str, name: str = "", label: str = "", texts: Mapping[str, str] | None = None
) -> Reading:
    """The reading of pictures at `paths`, which may hold "{1-3}", and of `texts` by path."""
    files = [entry(one) for path in paths for one in spread(path)]
    files += [entry(path, text.encode()) for path, text in (texts or {}).items()]
    return read_arrival(files, name, label)


def spread(path: str) -> Iterable[str]:
    """ "a{1-3}.jpg" as a1.jpg, a2.jpg, a3.jpg; "{cat,dog}/1.jpg" as two."""
    before, brace, rest = path.partition("{")
    if not brace:
        return [path]
    inside, _, after = rest.partition("}")
    first, dash, last = inside.partition("-")
    numbers = dash and first.isdigit() and last.isdigit()
    some = map(str, range(int(first), int(last) + 1)) if numbers else inside.split(",")
    return [one for middle in some for one in spread(f"{before}{middle}{after}")]


def counts(reading: Reading, key: str = "") -> dict[str, int]:
    """Class → pictures in the proposed way, or in the one called `key`."""
    return reading.way(key).counts


def sides(reading: Reading) -> dict[str, int]:
    """Side → pictures with a class that came in it."""
    way = reading.way()
    found: dict[str, int] = {}
    for name, side in zip(way.names, way.sides, strict=True):
        if name and side:
            found[side] = found.get(side, 0) + 1
    return found
