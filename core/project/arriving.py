"""A saved project on its way in: it comes in pieces and lies below the home until it is opened.

A page gets a ticket for one file. Bytes are taken only for a ticket, in order, within the limits of
this server and while the disk has room for the file and for what is made of it. What breaks off is
deleted; the empty folder that a killed server leaves is how its learner is told on return.
"""

import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

from core.project.disk import age, home
from core.project.limits import limits, room_beside
from core.project.reserve import disk_trouble
from core.project.servers import THIS, is_living

IDLE_S = 900.0  # nothing came for so long: who sent it is gone
GOOD_FOR_S = 3_600.0  # how long a ticket that nothing came for is kept
OLD_S = 3_600.0  # what lies there longer at a start is nobody's
REMEMBERED_S = 30 * 86_400.0  # how long a learner is waited for, to be told
_MB = 1_000_000

Why = Literal["unknown", "too_large", "workspace_full", "no_room", "out_of_step", "not_kept"]


class NotTaken(Exception):
    """A piece is not taken; `why` says it in a word."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass
class Arrival:
    """One file on its way: how many bytes there will be, and how many there are."""

    workspace: Path
    path: Path
    size: int = 0
    there: int = 0
    touched: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_whole(self) -> bool:
        """Whether all of it has come."""
        return 0 < self.size == self.there


class Arrivals:
    """The tickets that pages showed, and what came for them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Arrival] = {}

    def expect(self, workspace: Path, token: str = "") -> str:
        """A ticket for one file of this workspace: the one of before while it is good."""
        self.sweep()
        with self._lock:
            known = self._known.get(token)
            if known is None or known.workspace != workspace:
                token = secrets.token_urlsafe(16)
                path = _folder(workspace) / f"{THIS.name}-{secrets.token_hex(8)}.zip"
                known = self._known[token] = Arrival(workspace, path)
            known.touched = time.monotonic()
        return token

    def begin(self, token: str, at: int, size: int) -> "Piece":
        """Where the next piece is written: from byte `at` of a file of `size` bytes. Raises
        NotTaken; the first piece is `at` 0 and begins again what came before."""
        arrival = self._of(token)
        if at == 0:
            self._check(arrival, size)
            arrival.size, arrival.there = size, 0
        elif (at, size) != (arrival.there, arrival.size):
            raise NotTaken("out_of_step")
        return Piece(arrival)

    def there(self, token: str) -> int:
        """How many bytes have come for a ticket; raises NotTaken for one that nobody showed."""
        return self._of(token).there

    def drop(self, token: str) -> None:
        """Delete what came for a ticket; the ticket stays good."""
        with suppress(NotTaken):
            arrival = self._of(token)
            arrival.size = arrival.there = 0
            _delete(arrival)

    def whole(self, token: str, workspace: Path) -> Path | None:
        """The file once all of it has come; the ticket is used up, and the caller deletes the file
        (`done`). None while it has not come, or where it is not of this workspace."""
        with self._lock:
            arrival = self._known.get(token)
            if arrival is None or not arrival.is_whole or arrival.workspace != workspace:
                return None
            del self._known[token]
        return arrival.path

    def sweep(self) -> None:
        """Delete what nobody sends any more, and forget tickets that nothing came for."""
        now = time.monotonic()
        with self._lock:
            gone = {t: a for t, a in self._known.items() if now - a.touched > _good_for(a)}
            for token in gone:
                del self._known[token]
        for arrival in gone.values():
            _delete(arrival)

    def broke_off(self, workspace: Path) -> bool:
        """Whether a server was killed while a file came in for this workspace; asked once, it is
        known, and what was left is gone."""
        folder = _folder(workspace)
        if not folder.exists():
            return False
        with self._lock:
            ours = {one.path.name for one in self._known.values() if one.workspace == workspace}
            if any(_is_of_another(path) for path in folder.iterdir()):
                return False
            left = [path for path in folder.iterdir() if path.name not in ours | _opening]
            if ours or _opening.intersection(path.name for path in folder.iterdir()):
                return False
            for path in left:
                path.unlink(missing_ok=True)
            with suppress(OSError):
                folder.rmdir()
        return True

    def _of(self, token: str) -> Arrival:
        with self._lock:
            arrival = self._known.get(token)
        if arrival is None:
            raise NotTaken("unknown")
        arrival.touched = time.monotonic()
        return arrival

    def _check(self, arrival: Arrival, size: int) -> None:
        if not 0 < size <= limits().saved_mb * _MB:
            raise NotTaken("too_large")
        if size > room_beside(arrival.workspace / "projects").workspace_bytes:
            raise NotTaken("workspace_full")
        if disk_trouble(home()):
            raise NotTaken("not_kept")
        with self._lock:
            others = [one for one in self._known.values() if one is not arrival]
            promised = sum(2 * one.size - one.there for one in others)
        free = shutil.disk_usage(home()).free + arrival.there - limits().free_mb * _MB
        if 2 * size + promised > free:
            raise NotTaken("no_room")


class Piece:
    """One piece as it is written; what comes of it counts once it is whole."""

    def __init__(self, arrival: Arrival) -> None:
        self._arrival, self._at = arrival, arrival.there
        if not arrival.lock.acquire(blocking=False):
            raise NotTaken("out_of_step")
        try:
            arrival.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file: BinaryIO = arrival.path.open("r+b" if self._at else "wb")
            self._file.seek(self._at)
        except OSError as error:
            arrival.lock.release()
            raise NotTaken("not_kept" if self._at == 0 else "unknown") from error

    def write(self, data: bytes) -> None:
        """Write some; raises NotTaken for more than was said, or on a disk that takes no more."""
        self._at += len(data)
        if self._at > self._arrival.size:
            raise NotTaken("too_large")
        try:
            self._file.write(data)
        except OSError as error:
            raise NotTaken("no_room") from error

    def close(self, *, whole: bool) -> None:
        """End it; a piece that is not `whole` counts for nothing."""
        try:
            self._file.close()
            if whole:
                self._arrival.there = self._at
        except OSError as error:
            raise NotTaken("no_room") from error
        finally:
            self._arrival.lock.release()


_opening: set[str] = set()
"""Files that are being opened: no ticket is for them any more, and they are still in use."""


def opening(path: Path) -> None:
    """Say that a file is in use until `done`."""
    _opening.add(path.name)


def done(path: Path) -> None:
    """Delete a file that was opened, or refused."""
    path.unlink(missing_ok=True)
    _opening.discard(path.name)
    with suppress(OSError):
        path.parent.rmdir()


def sweep_arrivals(at: Path) -> None:
    """At a start: delete what servers of before left. The empty folder stays for a while, so that
    the learner can be told."""
    for folder in _folders(at):
        with suppress(OSError):
            for path in folder.iterdir():
                if age(path.stat().st_mtime) > OLD_S:
                    path.unlink(missing_ok=True)
            if age(folder.stat().st_mtime) > REMEMBERED_S:
                folder.rmdir()


def _is_of_another(path: Path) -> bool:
    """Whether another web process that lives takes this file in."""
    return (name := path.name.partition("-")[0]) != THIS.name and is_living(home(), name)


def _folders(at: Path) -> Iterator[Path]:
    yield from (at / "arriving").glob("*/")


def _folder(workspace: Path) -> Path:
    return home() / "arriving" / workspace.name


def _good_for(arrival: Arrival) -> float:
    return IDLE_S if arrival.size else GOOD_FOR_S


def _delete(arrival: Arrival) -> None:
    arrival.path.unlink(missing_ok=True)
    with suppress(OSError):
        arrival.path.parent.rmdir()


ARRIVALS = Arrivals()
