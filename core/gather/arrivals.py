"""What arrives before it is read: files, their cleaned class names, what is turned away."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from core.content import says
from core.gather.class_names import clean_class_name
from core.gather.meaning.entries import shown_name
from core.gather.meaning.litter import is_litter
from core.gather.reading.refusal import Refused
from core.project.limits import limits
from core.words import file_size

CHUNK = 32


@dataclass(frozen=True)
class Incoming:
    """One file on its way in: its name as the learner knows it, its class, how to get its bytes.

    `read` may raise Refused; it is called once, from any thread. A `label` of "" is none: the
    picture is kept and never learned from. `side` is "train", "valid" or "test" where the arrival
    said so, else ""; "test" is for the locked test set. `provenance` says where it is from, in the
    terms of `core.project.archive.attribution`; what is empty is not known. `held_back` names the
    held-back set that it is for.
    """

    name: str
    label: str
    source: str
    read: Callable[[], bytes]
    side: str = ""
    provenance: Mapping[str, str] = field(default_factory=dict)
    held_back: str = ""


@dataclass(frozen=True)
class TurnedAway:
    """A file that is not even tried, and the sentence saying why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Arrivals:
    """A stream of files and how many there are of them; it can be walked through once.

    `at_a_time` are read before the next look at Stop: few where reading each takes seconds. With
    `keeps_sides` the train and valid folders it came in are the split from now on.
    """

    total: int
    files: Iterable[Incoming | TurnedAway]
    at_a_time: int = CHUNK
    keeps_sides: bool = False


def from_files(
    files: Iterable[tuple[str, bytes]], label: str, source: str = "files", held_back: str = ""
) -> Arrivals:
    """Single files, all into the class `label`, or as pictures of it into the set `held_back`;
    raises Refused for an unusable class name."""
    clean = clean_class_name(label)
    wanted = [(shown_name(name), data) for name, data in files if not is_litter(name)]
    stream = (
        Incoming(name, clean, source, bytes_of(data), held_back=held_back) for name, data in wanted
    )
    return Arrivals(len(wanted), stream)


def bytes_of(data: bytes) -> Callable[[], bytes]:
    """A reader for bytes already here; raises Refused when they are too many for one picture."""

    def read() -> bytes:
        check_size(len(data))
        return data

    return read


def check_size(size: int) -> None:
    """Raises Refused for more bytes than one file may have on this server."""
    if size > (most := limits()).file_bytes:
        raise Refused(says("refused", "too_large", most=file_size(most.file_bytes)))
