"""Tables that belong to the home and not to one project: opened or made, and read on any disk."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from core.project.connections import Connections, KeptConnection
from core.project.disk import home
from core.project.look_only import tables_in_memory
from core.project.reserve import disk_trouble, use_reserve_when_full


class HomeTables:
    """The tables of one file of the home, which is made when it is first written to; `prepare` are
    the statements that make them, and a writer waits `busy_s` for another."""

    def __init__(self, name: str, prepare: Iterable[str], *, busy_s: float) -> None:
        self._name, self._prepare, self._busy_s = name, tuple(prepare), busy_s
        self._connections = Connections(self._opened)

    @property
    def are_there(self) -> bool:
        """Whether anything was ever written here."""
        return self._file.exists()

    @contextmanager
    def reading(self) -> Iterator[KeptConnection]:
        """Yield a connection for queries, one that stays open between uses."""
        with self._connections.borrowed(self._file) as tables:
            yield tables

    @contextmanager
    def writing(self) -> Iterator[KeptConnection]:
        """Yield the tables inside one transaction."""
        use_reserve_when_full(home())
        with self._connections.borrowed(self._file) as tables, tables:
            yield tables

    @property
    def _file(self) -> Path:
        return home() / self._name

    def _opened(self, file: Path) -> KeptConnection:
        return open_home_tables(file, self._prepare, busy_s=self._busy_s)


def open_home_tables(
    file: Path, prepare: Iterable[str], *, busy_s: float, isolation_level: str | None = ""
) -> KeptConnection:
    """Return a connection to `file`, made where there is none, on which the statements `prepare`
    (pragmas and tables) were executed; `busy_s` is how long it waits for another writer. On a disk
    that takes no writes it is a copy that can be read. Raises sqlite3.Error."""
    try:
        return open_to_write(file, prepare, busy_s=busy_s, isolation_level=isolation_level)
    except sqlite3.OperationalError:
        if not file.exists() or not disk_trouble(home()):
            raise
    return tables_in_memory(file)


def open_to_write(
    file: Path, prepare: Iterable[str], *, busy_s: float, isolation_level: str | None = ""
) -> KeptConnection:
    """Return the same where the disk takes writes; raises sqlite3.Error where it does not."""
    connection = sqlite3.connect(
        file,
        timeout=busy_s,
        isolation_level=isolation_level,  # type: ignore[arg-type]
        factory=KeptConnection,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        for statement in prepare:
            connection.execute(statement)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
