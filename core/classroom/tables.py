"""The table of classes of this server: who is in which class, where they are, what they guessed.

It lies in the home beside the workspaces. What stands in it ends with the class.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.project.connections import Connections, KeptConnection
from core.project.disk import home
from core.project.home_tables import open_home_tables
from core.project.reserve import use_reserve_when_full

FILE = "classes.sqlite"
_BUSY_SECONDS = 10.0
_PRAGMAS = (
    "PRAGMA synchronous = NORMAL",  # a sign of life is worth no disk flush
    "PRAGMA secure_delete = ON",  # what ends with a class is overwritten
)
_TABLES = (
    """CREATE TABLE IF NOT EXISTS class (
    id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE,
    created REAL NOT NULL, ends REAL NOT NULL, path TEXT NOT NULL, start TEXT NOT NULL,
    is_open INTEGER NOT NULL DEFAULT 1, news INTEGER NOT NULL DEFAULT 0,
    template TEXT NOT NULL DEFAULT '', lead TEXT NOT NULL DEFAULT '{}') WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS learner (
    id TEXT PRIMARY KEY, class TEXT NOT NULL, nickname TEXT NOT NULL, place TEXT NOT NULL UNIQUE,
    pulse TEXT NOT NULL UNIQUE, joined REAL NOT NULL, came INTEGER NOT NULL DEFAULT 0,
    seen REAL NOT NULL, moved REAL NOT NULL, page TEXT NOT NULL DEFAULT '',
    stop INTEGER NOT NULL DEFAULT -1, since REAL NOT NULL, pictures INTEGER NOT NULL DEFAULT 0,
    classes INTEGER NOT NULL DEFAULT 0, runs INTEGER NOT NULL DEFAULT 0, best REAL,
    UNIQUE (class, nickname)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS guess (
    learner TEXT NOT NULL, topic TEXT NOT NULL, about TEXT NOT NULL, class TEXT NOT NULL,
    page TEXT NOT NULL, choice TEXT NOT NULL, asked TEXT NOT NULL, at REAL NOT NULL,
    held INTEGER NOT NULL, right INTEGER,
    PRIMARY KEY (learner, topic, about)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS wall (
    learner TEXT NOT NULL, what TEXT NOT NULL, class TEXT NOT NULL, kind TEXT NOT NULL,
    said TEXT NOT NULL, jpeg BLOB NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (learner, what)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS lent (
    learner TEXT PRIMARY KEY, class TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS swap (
    owner TEXT NOT NULL, tester TEXT NOT NULL, class TEXT NOT NULL, said TEXT NOT NULL,
    at REAL NOT NULL, PRIMARY KEY (owner, tester)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS joined (
    place TEXT PRIMARY KEY, class TEXT NOT NULL, said TEXT NOT NULL, at REAL NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS guess_of_class ON guess (class, topic)",
)


class News:
    """How often this process told learners' screens that there are news."""

    told = 0

    def tell(self) -> None:
        """Count one more, once it is in the table."""
        self.told += 1


NEWS = News()


def there_are_classes() -> bool:
    """Return whether this server ever had a class: where not, nobody need ask the table."""
    return _file().exists()


@contextmanager
def reading() -> Iterator[KeptConnection]:
    """Yield a connection for queries, one that stays open between uses."""
    with _CONNECTIONS.borrowed(_file()) as connection:
        yield connection


@contextmanager
def writing() -> Iterator[KeptConnection]:
    """Yield the tables inside one transaction; makes the file where there is none."""
    use_reserve_when_full(home())
    with _CONNECTIONS.borrowed(_file()) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def forget_for_good() -> None:
    """Write what was deleted through to the file: nothing of it stays in what is beside it."""
    with _CONNECTIONS.borrowed(_file()) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _file() -> Path:
    return home() / FILE


def _connect(file: Path) -> KeptConnection:
    connection = open_home_tables(
        file, (*_PRAGMAS, *_TABLES), busy_s=_BUSY_SECONDS, isolation_level=None
    )
    connection.row_factory = sqlite3.Row
    return connection


_CONNECTIONS = Connections(_connect)
