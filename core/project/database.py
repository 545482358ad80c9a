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
_REMEMBERED = 64  # projects

T = TypeVar("T")
Stamp = tuple[Identity, str]


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
        each time: so this is never stale. `dataset=True` is for what follows from images, labels
        and split alone: it stands until those change. All callers share what is returned: it must
        not be changed.
        """
        with self.reading() as connection:
            stamp = _stamp(connection, dataset)
            known = MEMORY.of(self.path)
            found = known.get(key)
            if found is None or found[0] != stamp:
                found = known[key] = (stamp, read(connection))
        value: T = found[1]
        return value

    def changed(self) -> int:
        """Return a counter that grows with every change of images, labels or split."""
        with self.reading() as connection:
            return int(_stamp(connection, dataset=True)[1])


class Memory:
    """What was read of the projects in use, by project and by name, each with its stamp."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._projects: OrderedDict[Path, dict[str, tuple[Stamp, Any]]] = OrderedDict()

    def of(self, project: Path) -> dict[str, tuple[Stamp, Any]]:
        """What is known of one project; the one asked for longest ago is forgotten."""
        with self._lock:
            known = self._projects.setdefault(project, {})
            self._projects.move_to_end(project)
            if len(self._projects) > _REMEMBERED:
                self._projects.popitem(last=False)
        return known

    def forget(self, project: Path) -> None:
        """Forget a project that is about to be deleted."""
        with self._lock:
            self._projects.pop(project, None)


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


def _stamp(connection: KeptConnection, dataset: bool) -> Stamp:
    """Return what differs after every write, or after every write to the dataset."""
    key = "changed" if dataset else "modified"
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return connection.identity, str(row[0])


def _touch(connection: sqlite3.Connection, dataset: bool) -> None:
    connection.execute("UPDATE meta SET value = ? WHERE key = 'modified'", (repr(time.time()),))
    if dataset:
        connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'changed'")
