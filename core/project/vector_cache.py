"""Embeddings on disk: each picture passes through the backbone once for all projects."""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.project.connections import Connections, KeptConnection
from core.project.reserve import disk_trouble

_TABLE = """CREATE TABLE IF NOT EXISTS embedding (
    kind TEXT, image TEXT, vector BLOB, at INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (kind, image)
) WITHOUT ROWID"""
_KINDS = """WITH RECURSIVE next (kind) AS (
    SELECT MIN(kind) FROM embedding UNION ALL
    SELECT (SELECT MIN(kind) FROM embedding WHERE kind > next.kind) FROM next WHERE kind IS NOT NULL
) SELECT kind FROM next WHERE kind IS NOT NULL"""  # DISTINCT would read every vector
_AT_ONCE = 500
_LEFT_FULL = 0.8  # of the room, once the oldest went


class EmbeddingCache:
    """Vectors by picture id, of one kind: one backbone behind one preprocessing. An id is a hash of
    the picture's content, so an entry never goes stale."""

    def __init__(self, file: Path, kind: str) -> None:
        self._file = file
        self._kind = kind

    def read(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of those `ids` that are here."""
        rows = self._select("image, vector", ids)
        return {image: np.frombuffer(vector, dtype="<f4") for image, vector in rows}

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of `ids` that are here; no vector is read, so it takes a tenth of the time."""
        return {image for (image,) in self._select("image", ids)}

    def _select(self, columns: str, ids: Sequence[str]) -> list[tuple[Any, ...]]:
        """The rows of some ids. On a disk that takes nothing more, those that lie in the file
        itself: SQLite cannot open it as it is used to."""
        try:
            with _CONNECTIONS.borrowed(self._file) as connection:
                return list(self._rows(connection, columns, ids))
        except sqlite3.OperationalError:
            if not disk_trouble(self._file.parent):
                raise
        try:
            with closing(sqlite3.connect(f"{self._file.as_uri()}?immutable=1", uri=True)) as lying:
                return list(self._rows(lying, columns, ids))
        except sqlite3.DatabaseError:  # none yet, or one that was being written
            return []

    def _rows(
        self, connection: sqlite3.Connection, columns: str, ids: Sequence[str]
    ) -> Iterator[tuple[Any, ...]]:
        """As many ids in one query as it takes parameters."""
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            yield from connection.execute(
                f"SELECT {columns} FROM embedding WHERE kind = ?"
                f" AND image IN ({','.join('?' * len(some))})",
                (self._kind, *some),
            )

    @property
    def place(self) -> tuple[str, int, int]:
        """Which file and kind these vectors are in; another one once the file is made again, or
        vectors left it."""
        inode = self._file.stat().st_ino if self._file.exists() else 0
        return self._kind, inode, _forgotten.get(self._file, 0)

    def write(self, vectors: Iterable[tuple[str, NDArray[np.float32]]]) -> None:
        """Keep some vectors, all or none of them."""
        now = int(time.time())
        rows = [(self._kind, one, vector.astype("<f4").tobytes(), now) for one, vector in vectors]
        with _CONNECTIONS.borrowed(self._file) as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO embedding VALUES (?, ?, ?, ?)", rows)


_forgotten: dict[Path, int] = {}  # how often vectors left a file, by this process


def forget_vectors(file: Path, images: Iterable[str]) -> None:
    """Delete the vectors of some pictures, of every kind, and leave nothing of them in the file."""
    with _CONNECTIONS.borrowed(file) as connection:
        kinds = connection.execute(_KINDS).fetchall()
        rows = [(kind, image) for image in images for (kind,) in kinds]
        with connection:
            connection.executemany("DELETE FROM embedding WHERE kind = ? AND image = ?", rows)
        if rows:
            _forgotten[file] = _forgotten.get(file, 0) + 1
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def trim_vectors(file: Path, most: int) -> int:
    """Delete the vectors that were written longest ago where a file holds more than `most` bytes,
    until four fifths of them are left; returns how many went. What a living project needs is made
    again when it is asked for."""
    if not file.exists():
        return 0
    with _CONNECTIONS.borrowed(file) as connection:
        held = _held(connection)
        if held <= most:
            return 0
        count = connection.execute("SELECT COUNT(*) FROM embedding").fetchone()[0]
        going = ceil(count * (1 - _LEFT_FULL * most / held))
        with connection:
            connection.execute(_OLDEST, (going,))
        _forgotten[file] = _forgotten.get(file, 0) + 1
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return int(going)


_OLDEST = """DELETE FROM embedding WHERE (kind, image) IN
    (SELECT kind, image FROM embedding ORDER BY at LIMIT ?)"""


def _held(connection: KeptConnection) -> int:
    """Bytes of a file that are in use; what was deleted is written over first."""
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _open(file: Path) -> KeptConnection:
    """Open or create; a damaged file is thrown away, for everything in it can be made again."""
    try:
        return _connect(file)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        file.unlink(missing_ok=True)
        return _connect(file)


def _connect(file: Path) -> KeptConnection:
    connection = sqlite3.connect(file, timeout=30, factory=KeptConnection, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(_TABLE)
        _add_later_column(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _add_later_column(connection: KeptConnection) -> None:
    """A file of before does not say when its vectors came: they are the oldest."""
    columns = [row[1] for row in connection.execute("PRAGMA table_info(embedding)")]
    if "at" not in columns:
        connection.execute("ALTER TABLE embedding ADD COLUMN at INTEGER NOT NULL DEFAULT 0")


_CONNECTIONS = Connections(_open)
