"""What arrives before it is read: files, their cleaned class names, what is turned away."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from core.gather.reading.refusal import Refused
from core.project.limits import limits
from core.words import file_size

MAX_LENGTH = 60
_MOST_READ = 1_000  # characters that are looked at; composing a million takes minutes


def clean_class_name(text: str) -> str:
    """`text` as a class name: composed Unicode, no slashes or control characters, single spaces.

    Raises Refused when nothing readable is left. Cleaning twice changes nothing.
    """
    composed = unicodedata.normalize("NFC", text[:_MOST_READ])
    visible = "".join(" " if _unwanted(character) else character for character in composed)
    name = re.sub(r"\s+", " ", visible).strip(" .")[:MAX_LENGTH].strip(" .")
    if not name:
        raise Refused("A class needs a name with at least one letter or digit.")
    return name


def _unwanted(character: str) -> bool:
    return character in '/\\:*?"<>|' or unicodedata.category(character).startswith(("C", "Z"))


CHUNK = 32
_SIDES = {
    "train": "train", "training": "train",
    "valid": "valid", "val": "valid", "validation": "valid",
}  # fmt: skip
_LONGEST_PATH = 4_096
_LITTER = {".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"}


@dataclass(frozen=True)
class Incoming:
    """One file on its way in: its name as the learner knows it, its class, how to get its bytes.

    `read` may raise Refused; it is called once, from any thread. `side` is "train" or "valid" when
    it lay in a folder of that name, else "". `provenance` says where it is from, in the terms of
    `core.project.archive.attribution`; what is empty is not known. `folder` is what its class was
    called before cleaning, where that was a folder's name.
    """

    name: str
    label: str
    source: str
    read: Callable[[], bytes]
    side: str = ""
    provenance: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""


@dataclass(frozen=True)
class TurnedAway:
    """A file that is not even tried, and the sentence saying why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Arrivals:
    """A stream of files and how many there are of them; it can be walked through once.

    `at_a_time` are read before the next look at Stop: few where reading each takes seconds.
    """

    total: int
    files: Iterable[Incoming | TurnedAway]
    at_a_time: int = CHUNK


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


def folder_name(path: str) -> str:
    """The name of the folder a file lies in, as it stands there; "" when it lies in none."""
    return "".join(_parts(path)[-2:-1])


def folder_class(path: str, fallback: str = "") -> str:
    """The class of a file by its path: the folder it lies in, else `fallback`.

    Raises Refused when there is neither.
    """
    name = folder_name(path) or fallback
    if not name:
        raise Refused("It lies in no folder, so its class is unknown. Put it into a class folder.")
    return clean_class_name(name)


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
        check_size(len(data))
        return data

    return read


def check_size(size: int) -> None:
    """Raises Refused for more bytes than one file may have on this server."""
    if size > (most := limits()).file_bytes:
        raise Refused(f"It is larger than {file_size(most.file_bytes)}. Save it smaller.")


def _in_folder(name: str, data: bytes) -> Incoming | TurnedAway:
    try:
        return Incoming(
            shown_name(name),
            folder_class(name),
            "folder",
            bytes_of(data),
            folder_side(name),
            folder=folder_name(name),
        )
    except Refused as refusal:
        return TurnedAway(shown_name(name), str(refusal))


def _parts(path: str) -> list[str]:
    parts = path[-_LONGEST_PATH:].replace("\\", "/").split("/")
    return [part for part in parts if part not in ("", ".", "..")]
