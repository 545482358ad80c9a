"""What a learner brings, in whatever wrapping, as one stream of named bytes with a class each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from core.gather.class_names import clean_class_name
from core.gather.refusal import Refused

MAX_FILE_BYTES = 50_000_000
_SIDES = {
    "train": "train", "training": "train",
    "valid": "valid", "val": "valid", "validation": "valid",
}  # fmt: skip
_LITTER = {".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"}


@dataclass(frozen=True)
class Incoming:
    """One file on its way in: its name as the learner knows it, its class, how to get its bytes.

    `read` may raise Refused; it is called once, from any thread. `side` is "train" or "valid" when
    it lay in a folder of that name, else "". `provenance` says where it is from, in the terms of
    `core.gather.attribution`; what is empty is not known.
    """

    name: str
    label: str
    source: str
    read: Callable[[], bytes]
    side: str = ""
    provenance: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TurnedAway:
    """A file that is not even tried, and the sentence saying why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Arrivals:
    """A stream of files and how many there are of them; it can be walked through once."""

    total: int
    files: Iterable[Incoming | TurnedAway]


def from_files(files: Iterable[tuple[str, bytes]], label: str, source: str = "files") -> Arrivals:
    """Single files, all into the class `label`; raises Refused for an unusable class name."""
    clean = clean_class_name(label)
    wanted = [(shown_name(name), data) for name, data in files if not is_litter(name)]
    stream = (Incoming(name, clean, source, bytes_of(data)) for name, data in wanted)
    return Arrivals(len(wanted), stream)


def from_folder(files: Iterable[tuple[str, bytes]]) -> Arrivals:
    """A folder as the browser sends it (names with `/`): each file's class is its own folder."""
    wanted = sorted((item for item in files if not is_litter(item[0])), key=lambda item: item[0])
    return Arrivals(len(wanted), (_in_folder(name, data) for name, data in wanted))


def folder_class(path: str, fallback: str = "") -> str:
    """The class of a file by its path: the folder it lies in, else `fallback`.

    Raises Refused when there is neither.
    """
    folders = _parts(path)[:-1]
    if not folders and not fallback:
        raise Refused("It lies in no folder, so its class is unknown. Put it into a class folder.")
    return clean_class_name(folders[-1] if folders else fallback)


def folder_side(path: str) -> str:
    """The side a set was divided into before it came: "train" or "valid" by a folder above the
    class's own, else ""."""
    above = (part.lower() for part in _parts(path)[:-2])
    return next((_SIDES[part] for part in above if part in _SIDES), "")


def shown_name(path: str) -> str:
    """A file's name as it is shown and kept: no folders above its class, nothing unprintable."""
    tail = "/".join(_parts(path)[-2:])
    return "".join(c for c in tail if c.isprintable())[-120:] or "unnamed"


def is_litter(path: str) -> bool:
    """Whether an operating system left this file there, unseen by the learner."""
    parts = _parts(path)
    hidden = any(part.startswith(".") and part.strip(".") for part in parts)
    return hidden or "__MACOSX" in parts or bool(parts and parts[-1].lower() in _LITTER)


def bytes_of(data: bytes) -> Callable[[], bytes]:
    """A reader for bytes already here; raises Refused when they are too many for one picture."""

    def read() -> bytes:
        if len(data) > MAX_FILE_BYTES:
            raise Refused(f"It is larger than {MAX_FILE_BYTES // 1_000_000} MB. Save it smaller.")
        return data

    return read


def _in_folder(name: str, data: bytes) -> Incoming | TurnedAway:
    try:
        return Incoming(
            shown_name(name), folder_class(name), "folder", bytes_of(data), folder_side(name)
        )
    except Refused as refusal:
        return TurnedAway(shown_name(name), str(refusal))


def _parts(path: str) -> tuple[str, ...]:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return tuple(part for part in parts if part not in ("/", ".", ".."))
