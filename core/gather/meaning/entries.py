"""One file of an arrival before anything is decided about it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

_LONGEST_PATH = 4_096
_DEEPEST = 32  # folders and a name; what lies deeper is not told apart by more
START = 400  # bytes that say what a file is
PICTURES_TEXT = "jpg jpeg jpe jfif png webp gif bmp dib avif heic heif hif tif tiff"
PICTURES = frozenset(PICTURES_TEXT.split())
_TEXTS = "csv tsv txt json jsonl html htm xml md yaml yml log rtf ini cfg"
_DOCUMENTS = (
    "doc docx ppt pptx odt odp key pages py ipynb js css exe dll db dat bin "
    "pkl pth pt h5 npy npz onnx url lnk webloc mat"
)
TEXTS = frozenset(_TEXTS.split())
DOCUMENTS = frozenset(_DOCUMENTS.split())
SHEETS = frozenset(["xls", "xlsx", "ods", "numbers"])
FILMS = frozenset(["mp4", "mov", "avi", "mkv", "m4v", "wmv", "3gp"])
SOUNDS = frozenset(["wav", "webm", "mp3", "m4a", "ogg", "flac"])


@dataclass(frozen=True)
class Entry:
    """A file by its path: where it lay, how large it is, and how to get its bytes.

    `read` may raise Refused and is called from any thread. `check` is the checksum that a ZIP has
    of it, 0 where none is known. `reason` is why it is not even tried, "" where it is. `begins`
    gives the first START bytes where that costs less than all.
    """

    path: str
    size: int
    read: Callable[[], bytes]
    check: int = 0
    reason: str = ""
    begins: Callable[[], bytes] | None = None

    def start(self) -> bytes:
        """The first bytes, without unpacking the rest of a file that may be huge."""
        return self.begins() if self.begins else self.read()[:START]

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The folders and the name, without what leads out or nowhere."""
        return path_parts(self.path)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders it lies in, outermost first."""
        return self.parts[:-1]

    @property
    def name(self) -> str:
        """Its own name; "" for a path of nothing."""
        return self.parts[-1] if self.parts else ""

    @cached_property
    def stem(self) -> str:
        """Its name without the ending."""
        return PurePosixPath(self.name).stem if self.ending else self.name

    @cached_property
    def ending(self) -> str:
        """What stands behind the last point, in small letters."""
        return PurePosixPath(self.name).suffix[1:].lower()

    @property
    def is_no_picture(self) -> bool:
        """Whether its name says that it is a text, a table, a document, a film or a recording."""
        return self.ending in TEXTS | SHEETS | DOCUMENTS | FILMS | SOUNDS


def path_parts(path: str) -> tuple[str, ...]:
    """The parts of a path that name something, whichever way its slashes lean."""
    parts = path[-_LONGEST_PATH:].replace("\\", "/").split("/")
    return tuple(part for part in parts if part not in ("", ".", ".."))[-_DEEPEST:]


def shown_name(path: str) -> str:
    """A file's name as it is shown and kept: no folders above its class, nothing unprintable."""
    tail = "/".join(path_parts(path)[-2:])
    return "".join(c for c in tail if c.isprintable())[-120:] or "unnamed"
