"""The tables of one project: read and written from any thread and any process."""

import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from core.project.connections import (
    FOR_EVER,
    Connections,
    Identity,
    KeptConnection,
    close_connections,
)
from core.project.disk import home
from core.project.everybody import EVERYBODY
from core.project.look_only import tables_in_memory
from core.project.not_yet import promised
from core.project.reserve import disk_trouble, use_reserve_when_full
from core.project.soon import WAITING

FILE = "project.sqlite"
# Tables that came to version 1 later: made in a project that lacks them, passed over by an app of
# before.
LATER_TABLES = (
    """CREATE TABLE IF NOT EXISTS unlabelled (
    id TEXT PRIMARY KEY REFERENCES picture (id)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS held_back (
    id TEXT PRIMARY KEY REFERENCES picture (id), label TEXT NOT NULL,
    name TEXT NOT NULL) WITHOUT ROWID""",
)
_BUSY_SECONDS = 20.0
_REMEMBERED = EVERYBODY
_GOOD_FOR_S = 0.05  # so late is seen what another process writes; what this one writes, at once

T = TypeVar("T")
Stamp = tuple[Identity, str]
Stamps = dict[bool, Stamp]  # whether of the dataset alone → what differs after every write to it


class Database:
    """The base of every part of a project: where it is, and how to read and write its tables."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def reading(self) -> Iterator[KeptConnection]:
        """Yield a connection for queries; inside `writing` it sees what was there before. Raises
        sqlite3.OperationalError when the project is gone."""
        with CONNECTIONS.borrowed(self.path / FILE) as connection:
            yield connection

    @contextmanager
    def writing(self, *, dataset: bool = False) -> Iterator[sqlite3.Connection]:
        """Yield a connection inside one transaction: committed whole at the end, or not at all.
        `dataset=True` says that images, labels or split change: `changed()` then grows by one."""
        use_reserve_when_full(home())
        if (waiting := promised(self.path)) is not None:
            waiting.keep()
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                _touch(connection, dataset)
                connection.execute("COMMIT")
                MEMORY.written(self.path)
            except BaseException:
                connection.execute("ROLLBACK")
                raise

    @contextmanager
    def holding(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection for queries while nothing can change, rows or files."""
        with self.reading() as connection:
            on_disk = connection.good_until == FOR_EVER and promised(self.path) is None
            connection.execute("BEGIN IMMEDIATE" if on_disk else "BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    def remembered(
        self, key: str, read: Callable[[sqlite3.Connection], T], *, dataset: bool = False
    ) -> T:
        """Return `read(connection)`, or what it returned last time while nothing was written.

        Whichever process writes, the project's stamp changes with it, and the stamp is looked at
        again after `_GOOD_FOR_S`, or when this process wrote: a click asks for forty things of one
        project, and each look at the file lets all other threads pass first. `dataset=True` is for
        what follows from images, labels and split alone: it stands until those change. All callers
        share what is returned: it must not be changed.
        """
        known = MEMORY.of(self.path)
        found = known.get(key)
        stamps = MEMORY.stamps(self.path)
        if found is None or stamps is None or found[0] != stamps[dataset]:
            with self.reading() as connection:
                stamp = self._looked_at(connection)[dataset]
                found = known.get(key)
                if found is None or found[0] != stamp:
                    found = known[key] = (stamp, read(connection))
        value: T = found[1]
        return value

    def changed(self) -> int:
        """Return a counter that grows with every change of images, labels or split."""
        stamps = MEMORY.stamps(self.path)
        if stamps is None:
            with self.reading() as connection:
                stamps = self._looked_at(connection)
        return int(stamps[True][1])

    def _looked_at(self, connection: KeptConnection) -> Stamps:
        """The stamps as they are now; they are good for a moment."""
        writes = MEMORY.writes
        stamps = _stamps(connection)
        MEMORY.look(self.path, stamps, writes)
        return stamps


class Memory:
    """What was read of the projects in use, by project and by name, each with its stamp."""

    def __init__(self) -> None:
        self.writes = 0
        self._lock = threading.Lock()
        self._projects: OrderedDict[Path, dict[str, tuple[Stamp, Any]]] = OrderedDict()
        self._looks: dict[Path, tuple[float, Stamps]] = {}

    def of(self, project: Path) -> dict[str, tuple[Stamp, Any]]:
        """What is known of one project; the one asked for longest ago is forgotten."""
        with self._lock:
            known = self._projects.setdefault(project, {})
            self._projects.move_to_end(project)
            if len(self._projects) > _REMEMBERED:
                self._projects.popitem(last=False)
        return known

    def stamps(self, project: Path) -> Stamps | None:
        """The stamps of a project, where they were looked at a moment ago and not written since."""
        at, stamps = self._looks.get(project, (0.0, None))
        return stamps if time.monotonic() - at < _GOOD_FOR_S else None

    def look(self, project: Path, stamps: Stamps, writes: int) -> None:
        """Remember a look, unless this process has written (`writes`) since it began."""
        with self._lock:
            if len(self._looks) > _REMEMBERED:
                self._looks.clear()
            if writes == self.writes:
                self._looks[project] = (time.monotonic(), stamps)

    def written(self, project: Path) -> None:
        """Forget the look at a project in which this process wrote."""
        with self._lock:
            self.writes += 1
            self._looks.pop(project, None)

    def forget(self, project: Path) -> None:
        """Forget a project that is about to be deleted."""
        with self._lock:
            self._projects.pop(project, None)
            self.writes += 1
            self._looks.pop(project, None)


def connect(file: Path) -> KeptConnection:
    """Return an autocommit connection to an existing database file; where the disk is full or may
    not be written, one to a copy that can be read. Raises sqlite3.OperationalError when the file is
    missing: it never creates one by accident."""
    if (waiting := promised(file.parent)) is not None:
        return _only_to_read(waiting.empty_tables())
    try:
        return _connected(file)
    except sqlite3.OperationalError:
        if not file.exists() or not disk_trouble(home()):
            raise
    use_reserve_when_full(home())
    try:
        return _connected(file)
    except sqlite3.OperationalError:
        return _only_to_read(tables_in_memory(file))


def _connected(file: Path) -> KeptConnection:
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        factory=KeptConnection,
        check_same_thread=False,
    )
    connection.row_factory = sqlite3.Row
    # FULL: a commit that was reported is on the disk, even when the power fails the next moment.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    _add_later_tables(connection)
    return connection


def _only_to_read(tables: KeptConnection) -> KeptConnection:
    """Tables in memory, read as a project on disk is; who writes gets an OperationalError."""
    tables.row_factory = sqlite3.Row
    _add_later_tables(tables)
    tables.execute("PRAGMA query_only = ON")
    return tables


def _add_later_tables(connection: sqlite3.Connection) -> None:
    """Bring a project of before up to what this app reads; one that has it all is not written."""
    asked = "SELECT name FROM sqlite_master WHERE name IN ('picture', 'unlabelled', 'held_back')"
    there = {row[0] for row in connection.execute(asked)}
    if "picture" in there and len(there) <= len(LATER_TABLES):
        for table in LATER_TABLES:
            connection.execute(table)


CONNECTIONS = Connections(connect)
MEMORY = Memory()


def let_go(project: Path) -> None:
    """Close and forget all that this process holds of a project that is moved or deleted next."""
    WAITING.drop(project)
    close_connections(project)
    MEMORY.forget(project)


def _stamps(connection: KeptConnection) -> Stamps:
    asked = "SELECT key, value FROM meta WHERE key IN ('changed', 'modified')"
    rows = connection.execute(asked).fetchall()
    return {row[0] == "changed": (connection.identity, str(row[1])) for row in rows}


def _touch(connection: sqlite3.Connection, dataset: bool) -> None:
    connection.execute("UPDATE meta SET value = ? WHERE key = 'modified'", (repr(time.time()),))
    if dataset:
        connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'changed'")
