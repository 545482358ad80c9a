"""How often somebody may ask, counted by all web processes of one home together.

For what is rare and counts: workspaces and classes that begin, codes and keys that are guessed.
"""

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from core.project.connections import Connections, KeptConnection
from core.project.disk import home
from core.project.home_tables import open_to_write
from core.project.rates import Left, Rates, filled, taken
from core.project.servers import FOLDER

_FILE = "rates.sqlite"
_BUSY_S = 2.0
_PREPARE = (
    "PRAGMA synchronous = OFF",  # a count that is lost is a minute that is full again
    """CREATE TABLE IF NOT EXISTS rate (
    kind TEXT NOT NULL, name TEXT NOT NULL, asks REAL NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (kind, name)) WITHOUT ROWID""",
)


class HomeRates(Rates):
    """As `Rates`, of one kind for all processes; `clock` must be the same for all of them. Where
    the disk takes no writes, each process counts for itself."""

    def __init__(
        self, kind: str, names: int = 4_096, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(names, clock)
        self._kind = kind

    def wait(self, name: str, asks: int, a_minute: int) -> int:
        """As for `Rates`; makes the table where there is none."""
        try:
            (home() / FOLDER).mkdir(mode=0o700, exist_ok=True)
            with _CONNECTIONS.borrowed(_file()) as table:
                return self._wait(table, name, asks, a_minute)
        except (OSError, sqlite3.Error):
            return super().wait(name, asks, a_minute)

    def left(self, name: str, a_minute: int) -> int:
        """As for `Rates`; to look makes no table."""
        with suppress(OSError, sqlite3.Error):
            if not _file().exists():
                return super().left(name, a_minute)
            with _CONNECTIONS.borrowed(_file()) as table:
                return int(filled(self._kept(table, name), self._clock(), a_minute).asks)
        return super().left(name, a_minute)

    def _wait(self, table: KeptConnection, name: str, asks: int, a_minute: int) -> int:
        """Read and write in one transaction: two processes never take the same ask."""
        table.execute("BEGIN IMMEDIATE")
        try:
            now = filled(self._kept(table, name), self._clock(), a_minute)
            left, seconds = taken(now, asks, a_minute)
            self._keep(table, name, left)
            table.execute("COMMIT")
        except BaseException:
            table.execute("ROLLBACK")
            raise
        return seconds

    def _kept(self, table: KeptConnection, name: str) -> Left | None:
        query = "SELECT asks, at FROM rate WHERE kind = ? AND name = ?"
        row = table.execute(query, (self._kind, name)).fetchone()
        return Left(*row) if row else None

    def _keep(self, table: KeptConnection, name: str, left: Left) -> None:
        row = (self._kind, name, left.asks, left.at)
        table.execute("INSERT OR REPLACE INTO rate VALUES (?, ?, ?, ?)", row)
        table.execute(
            """DELETE FROM rate WHERE kind = ?1 AND name IN
            (SELECT name FROM rate WHERE kind = ?1 ORDER BY at DESC LIMIT -1 OFFSET ?2)""",
            (self._kind, self._names),
        )


def _file() -> Path:
    return home() / FOLDER / _FILE


def _connect(file: Path) -> KeptConnection:
    return open_to_write(file, _PREPARE, busy_s=_BUSY_S, isolation_level=None)


_CONNECTIONS = Connections(_connect)
