"""Arrivals as they are read: the learner's answers, or the default ones, turned into a stream."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from core.gather.arrivals import Arrivals, Incoming, TurnedAway, bytes_of, from_files
from core.gather.meaning.entries import Entry, shown_name
from core.gather.meaning.reading import Reading, read_arrival
from core.gather.meaning.sides import TEST, VALID
from core.gather.reading.refusal import Refused
from core.gather.reading.zip_reading import is_zip, zip_entries


@dataclass(frozen=True)
class Choices:
    """What the learner chose of a reading: the way (its key, "" for the proposed one), whether the
    test folder becomes the locked test set, class → class for spellings of one class, and the class
    of those that have none ("" where they stay without a label)."""

    way: str = ""
    lock_test: bool = True
    one_class: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""

    def label(self, name: str) -> str:
        """The class that pictures read as `name` go into, "" for none."""
        return self.one_class.get(name, name) or self.rest


def as_read(reading: Reading, source: str, choices: Choices = Choices()) -> Arrivals:
    """The files of a reading, those with a class first: a picture that is there twice is kept
    where it has one."""
    way = reading.way(choices.way)
    files = [
        _incoming(entry, choices.label(name), side, source, choices.lock_test)
        for entry, name, side in zip(reading.pictures, way.names, way.sides, strict=True)
    ]
    files.sort(key=lambda file: not file.label)
    away = [TurnedAway(name, reason) for name, reason in reading.turned_away]
    keeps_sides = any(file.side == VALID for file in files)
    return Arrivals(len(files) + len(away), [*away, *files], keeps_sides=keeps_sides)


def from_folder(files: Iterable[tuple[str, bytes]]) -> Arrivals:
    """A folder as the browser sends it (names with `/`), read in the proposed way."""
    return as_read(read_arrival(folder_entries(files)), "folder")


def folder_entries(files: Iterable[tuple[str, bytes]]) -> list[Entry]:
    """The files of a folder, by name."""
    entries = (Entry(name, len(data), bytes_of(data)) for name, data in files)
    return sorted(entries, key=lambda entry: entry.path)


def from_zip(name: str, data: bytes, label: str = "") -> Arrivals:
    """The pictures in the ZIP `data`, read in the proposed way; those in no folder go into `label`.

    Raises Refused when the archive as a whole cannot be used; single bad entries are turned away
    with a reason.
    """
    return as_read(read_arrival(zip_entries(data).entries, name, label), "zip")


def from_files_and_zips(files: Sequence[tuple[str, bytes]], label: str = "") -> Arrivals:
    """Photos go into the class `label`; each ZIP brings the classes of its own folders.

    An unusable ZIP is turned away with its reason. Raises Refused when there are photos but no
    usable `label`.
    """
    photos = [(name, data) for name, data in files if not is_zip(name, data)]
    parts = [_zip_or_reason(name, data, label) for name, data in files if is_zip(name, data)]
    if photos:
        parts.append(from_files(photos, label))
    return together(parts)


def together(parts: Sequence[Arrivals]) -> Arrivals:
    """Several arrivals as one."""
    files: Iterator[Incoming | TurnedAway] = chain.from_iterable(part.files for part in parts)
    keeps_sides = any(part.keeps_sides for part in parts)
    return Arrivals(sum(part.total for part in parts), files, keeps_sides=keeps_sides)


def _incoming(entry: Entry, label: str, side: str, source: str, lock_test: bool) -> Incoming:
    kept = side if label and (side != TEST or lock_test) else ""
    return Incoming(shown_name(entry.path), label, source, entry.read, kept)


def _zip_or_reason(name: str, data: bytes, label: str) -> Arrivals:
    try:
        return from_zip(name, data, label)
    except Refused as refusal:
        return Arrivals(1, [TurnedAway(shown_name(name), str(refusal))])
