"""A project that is not on disk yet: it reads as an empty one, and is made when something is kept.

Anybody who only looks costs no disk: a thousand visits leave nothing behind.
"""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from weakref import WeakValueDictionary

from core.project.connections import KeptConnection

__all__ = ["Promise", "promise", "promised"]


class Promise:
    """That a project is made at the first write; good as long as somebody holds it.

    `fill(connection)` makes its tables, `make()` the whole project on disk.
    """

    def __init__(
        self,
        file: Path,
        fill: Callable[[sqlite3.Connection], None],
        make: Callable[[], object],
    ) -> None:
        self.file = file
        self._fill, self._make, self._lock = fill, make, threading.Lock()

    def keep(self) -> None:
        """Make the project, unless it was made meanwhile; raises OSError where that fails."""
        with self._lock:
            if not self.file.exists():
                self._make()

    def empty_tables(self) -> KeptConnection:
        """Return a connection to tables in memory, as the project will begin with."""
        tables = sqlite3.connect(
            ":memory:", isolation_level=None, factory=KeptConnection, check_same_thread=False
        )
        self._fill(tables)
        return tables


_PROMISED: WeakValueDictionary[Path, Promise] = WeakValueDictionary()


def promise(
    file: Path, fill: Callable[[sqlite3.Connection], None], make: Callable[[], object]
) -> Promise:
    """Return the one promise of the project with this database file, no matter who asks."""
    return _PROMISED.setdefault(file.parent, Promise(file, fill, make))


def promised(project: Path) -> Promise | None:
    """Return the promise of a project that is not on disk yet, None for every other."""
    found = _PROMISED.get(project)
    return None if found is None or found.file.exists() else found
