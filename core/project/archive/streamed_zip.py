"""A ZIP that is made while it goes out: in pieces, with a fraction of a megabyte in memory."""

import io
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PIECE = 1 << 18  # bytes that go out at a time, about
Moment = tuple[int, int, int, int, int, int]
ANY_DAY: Moment = (1980, 1, 1, 0, 0, 0)
"""For a ZIP that is the same whenever it is made."""
PACKED_ALREADY = (".jpg", ".png", ".onnx", ".wasm")
MOST_MEASURED = 30_000_000  # bytes that are packed once more to know the length beforehand


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a ZIP. `pieces()` gives its bytes from the start each time it is called; of one
    that is not `packed` they must be `size` in all."""

    name: str
    pieces: Callable[[], Iterable[bytes]]
    size: int = 0
    packed: bool = False


class Sink(io.RawIOBase):
    """What a ZIP is written into: it keeps only what nobody has taken yet."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._held = self._at = 0

    def writable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """How many bytes came so far."""
        return self._at

    def write(self, part: Any) -> int:
        """Keep a part; returns its length."""
        data = bytes(part)
        self._parts.append(data)
        self._held += len(data)
        self._at += len(data)
        return len(data)

    def pass_over(self, size: int) -> None:
        """Count bytes that are not brought."""
        self._at += size

    @property
    def is_full(self) -> bool:
        """Whether a piece is waiting to be taken."""
        return self._held >= PIECE

    def taken(self) -> bytes:
        """What was written since this was last asked."""
        parts, self._parts, self._held = self._parts, [], 0
        return b"".join(parts)


def in_memory(name: str, data: bytes) -> Member:
    """A file of a ZIP whose bytes are at hand: packed, but for what is packed already."""
    return Member(name, lambda: [data], len(data), packed=not name.endswith(PACKED_ALREADY))


def on_disk(name: str, path: Path) -> Member:
    """A file of a ZIP that goes in as it lies on the disk. Raises OSError where it is missing."""
    size = path.stat().st_size
    return Member(name, lambda: file_pieces(path, size), size)


def zip_pieces(members: Iterable[Member], moment: Moment | None = None) -> Iterator[bytes]:
    """Yield a ZIP of these in pieces, written at a `moment`, or now. Raises OSError where a file is
    shorter than was said: a ZIP that is not whole must not look as if it were."""
    moment = moment or time.localtime()[:6]
    sink = Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for member in members:
            written = 0
            with archive.open(_header(member, moment), "w") as file:
                for piece in member.pieces():
                    file.write(piece)
                    written += len(piece)
                    if sink.is_full:
                        yield sink.taken()
            if not member.packed and written != member.size:
                raise OSError(f"{member.name} has changed")
    yield sink.taken()


def zip_length(members: Iterable[Member]) -> int | None:
    """How many bytes `zip_pieces` will give; None where it would take long to find out."""
    sink, measured = Sink(), 0
    with zipfile.ZipFile(sink, "w") as archive:
        for member in members:
            with archive.open(_header(member, ANY_DAY), "w") as file:
                for piece in member.pieces() if member.packed else ():
                    file.write(piece)
                    measured += len(piece)
                    sink.taken()
            sink.pass_over(0 if member.packed else member.size)
            if measured > MOST_MEASURED:
                return None
    return sink.tell()


def file_pieces(path: Path, size: int) -> Iterator[bytes]:
    """The first `size` bytes of a file, a piece at a time: one that grows is cut there."""
    with path.open("rb") as file:
        while size > 0 and (piece := file.read(min(PIECE, size))):
            size -= len(piece)
            yield piece


@dataclass
class Download:
    """What goes out as a file: its pieces, how many bytes they are (None: nobody knows yet), and
    what is to be done when it ends, however it ends."""

    pieces: Iterator[bytes]
    length: int | None = None
    end: Callable[[], object] = lambda: None

    def close(self) -> None:
        """End it; twice does no harm."""
        close = getattr(self.pieces, "close", None)
        with suppress(ValueError):  # it is being read this very moment, and ends with that
            if close:
                close()
        self.end()


def file_download(path: Path) -> Download:
    """A file as it is. Raises FileNotFoundError where there is none."""
    size = path.stat().st_size
    return Download(file_pieces(path, size), size)


def _header(member: Member, moment: Moment) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(member.name, moment)
    info.create_system = 3  # the same bytes from every system
    info.compress_type = zipfile.ZIP_DEFLATED if member.packed else zipfile.ZIP_STORED
    info.external_attr = 0o644 << 16
    info.file_size = member.size
    return info
