"""One short-lived SQLite connection per call: safe from any thread and any process."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BUSY_SECONDS = 20.0


class Database:
    """The base of every part of a project: where it is, and how to read and write its tables."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection for queries."""
        connection = connect(self.path / "project.sqlite")
        try:
            yield connection
        finally:
            connection.close()

    @contextmanager
    def writing(self, *, dataset: bool = False) -> Iterator[sqlite3.Connection]:
        """Yield a connection inside one transaction: committed whole at the end, or not at all.

        `dataset=True` says that images, labels or split change: `changed()` then grows by one.
        """
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
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def staying_open(self) -> Iterator[None]:
        """Keep one connection open meanwhile: the last one to close waits for the disk."""
        with self.reading() as connection:
            connection.execute("SELECT 1 FROM meta").fetchone()
            yield

    def changed(self) -> int:
        """Return a counter that grows with every change of images, labels or split."""
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'changed'").fetchone()
        return int(row[0])


def connect(file: Path) -> sqlite3.Connection:
    """Return an autocommit connection to an existing database file.

    Raises sqlite3.OperationalError when the file is missing: it never creates one by accident.
    """
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=_BUSY_SECONDS, isolation_level=None
    )
    connection.row_factory = sqlite3.Row
    # FULL: a commit that was reported is on the disk, even when the power fails the next moment.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _touch(connection: sqlite3.Connection, dataset: bool) -> None:
    connection.execute("UPDATE meta SET value = ? WHERE key = 'modified'", (repr(time.time()),))
    if dataset:
        connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'changed'")
