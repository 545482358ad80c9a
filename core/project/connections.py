"""SQLite connections that stay open between uses: to open one costs more than most queries do."""

import os
import resource
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

from core.project.everybody import EVERYBODY

FOR_EVER = float("inf")
_FILES_EACH = 8  # a connection holds three: most of what a process may open is for other things
_MAY_OPEN = resource.getrlimit(resource.RLIMIT_NOFILE)[0]  # below 0 is without end
MOST_IDLE = min(EVERYBODY, _MAY_OPEN // _FILES_EACH) if _MAY_OPEN > 0 else EVERYBODY
NOWHERE = (0, 0)
Identity = tuple[int, int]  # device and inode: a file made again at the same place has another


class KeptConnection(sqlite3.Connection):
    """A connection that knows its file, and its cursors: one left open would pin what it sees."""

    path = Path()
    identity: Identity = NOWHERE
    good_until = FOR_EVER  # by time.monotonic(): a copy for reading is not for long

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._cursors: WeakSet[sqlite3.Cursor] = WeakSet()

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        """Execute one statement and return its cursor."""
        cursor = super().execute(sql, parameters)
        self._cursors.add(cursor)
        return cursor

    def at_rest(self) -> bool:
        """Close what is left of the last use; False when a transaction was left open."""
        for cursor in list(self._cursors):
            cursor.close()
        return not self.in_transaction


class Connections:
    """Lends the connections of this process, one user at a time, whatever its thread.

    `connect(file)` opens one as it has to be, with `factory=KeptConnection` and
    `check_same_thread=False`; whatever it raises reaches the borrower. A file that was deleted,
    moved, or made again since is never served by an old connection.
    """

    def __init__(self, connect: Callable[[Path], KeptConnection]) -> None:
        self._connect = connect
        self._start()
        _POOLS.add(self)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._start)

    def _start(self) -> None:
        """Begin with none; after a fork the parent's are left alone, neither used nor closed."""
        self._inherited = getattr(self, "_idle", None)
        self._idle: list[KeptConnection] = []  # the one used longest ago first
        self._lock = threading.Lock()

    @contextmanager
    def borrowed(self, file: Path) -> Iterator[KeptConnection]:
        """Yield a connection to `file` that nobody else uses meanwhile."""
        connection = self._taken(file) or self._opened(file)
        try:
            yield connection
        finally:
            self._give_back(connection)

    def idle(self, folder: Path) -> int:
        """How many connections to files in this folder wait for their next use."""
        with self._lock:
            return sum(one.path.is_relative_to(folder) for one in self._idle)

    def close(self, folder: Path) -> None:
        """Close those to files in this folder, which is about to be moved or deleted."""
        with self._lock:
            gone = [one for one in self._idle if one.path.is_relative_to(folder)]
            self._idle = [one for one in self._idle if one not in gone]
        for connection in gone:
            connection.close()

    def _opened(self, file: Path) -> KeptConnection:
        connection = self._connect(file)
        connection.path, connection.identity = file, identity_of(file)
        return connection

    def _taken(self, file: Path) -> KeptConnection | None:
        """The one used last; those whose file is another one by now are closed."""
        here = identity_of(file)
        while (connection := self._pop(file)) is not None:
            if connection.identity == here and time.monotonic() < connection.good_until:
                return connection
            connection.close()
        return None

    def _pop(self, file: Path) -> KeptConnection | None:
        with self._lock:
            for place in reversed(range(len(self._idle))):
                if self._idle[place].path == file:
                    return self._idle.pop(place)
        return None

    def _give_back(self, connection: KeptConnection) -> None:
        if not connection.at_rest() or identity_of(connection.path) != connection.identity:
            connection.close()
            return
        with self._lock:
            self._idle.append(connection)
            oldest = self._idle.pop(0) if len(self._idle) > MOST_IDLE else None
        if oldest is not None:
            oldest.close()


_POOLS: WeakSet[Connections] = WeakSet()


def close_connections(folder: Path) -> None:
    """Close what this process holds of files in this folder, whichever tables they are."""
    for pool in list(_POOLS):
        pool.close(folder)


def identity_of(file: Path) -> Identity:
    """Which file is at this place now; NOWHERE where there is none."""
    try:
        found = file.stat()
    except OSError:
        return NOWHERE
    return found.st_dev, found.st_ino


_locks: defaultdict[Path, threading.RLock] = defaultdict(threading.RLock)


@contextmanager
def names_held(project: Path) -> Iterator[None]:
    """No class of the project in this folder gets another name meanwhile, in this process."""
    with _locks[project]:
        yield
