"""Embeddings on disk: each picture passes through the backbone once for all projects."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.project.connections import Connections, KeptConnection

_TABLE = """CREATE TABLE IF NOT EXISTS embedding (
    kind TEXT, image TEXT, vector BLOB, PRIMARY KEY (kind, image)
) WITHOUT ROWID"""
_KINDS = """WITH RECURSIVE next (kind) AS (
    SELECT MIN(kind) FROM embedding UNION ALL
    SELECT (SELECT MIN(kind) FROM embedding WHERE kind > next.kind) FROM next WHERE kind IS NOT NULL
) SELECT kind FROM next WHERE kind IS NOT NULL"""  # DISTINCT would read every vector
_AT_ONCE = 500


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

    def _select(self, columns: str, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The rows of some ids, as many in one query as it takes parameters."""
        with _CONNECTIONS.borrowed(self._file) as connection:
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
        rows = [(self._kind, image, vector.astype("<f4").tobytes()) for image, vector in vectors]
        with _CONNECTIONS.borrowed(self._file) as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO embedding VALUES (?, ?, ?)", rows)


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
    except sqlite3.Error:
        connection.close()
        raise
    return connection


_CONNECTIONS = Connections(_open)
