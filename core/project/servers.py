"""Which web processes are at work on a home: several may stand behind one address.

Each one holds a lock for as long as it lives. The system lets go of it when the process dies,
however it dies, so no clock and no heartbeat has to tell. Beside the lock lies a list of the
training runs that the process began: they are nobody else's to set right.
"""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

FOLDER = "servers"
_LOCK, _RUNS = ".lock", ".runs"
_PATIENCE_S = 10.0


class WebProcess:
    """This process as the others on its homes see it; `name` is another one at every start."""

    def __init__(self) -> None:
        self.name = secrets.token_hex(6)
        self._begun: set[str] = set()
        self._held: dict[Path, FileLock] = {}

    def enter(self, home: Path) -> None:
        """Say that this process is at work on a home until it ends; once is enough. Raises nothing:
        on a disk that takes no writes no run begins either."""
        with suppress(OSError, Timeout):
            if home not in self._held:
                (home / FOLDER).mkdir(mode=0o700, exist_ok=True)
                self._held[home] = _locked(home / FOLDER / f"{self.name}{_LOCK}")

    def begins(self, run_id: str) -> None:
        """Note a run of this process before anybody can see it."""
        self._begun.add(run_id)
        for home in self._held:
            with (home / FOLDER / f"{self.name}{_RUNS}").open("a") as file:
                file.write(f"{run_id}\n")

    def runs_of_the_living(self, home: Path) -> set[str]:
        """Return the runs that this process began, and those of every other that lives."""
        runs = set(self._begun)
        for name in living(home):
            with suppress(OSError):
                runs.update((home / FOLDER / f"{name}{_RUNS}").read_text().split())
        return runs


def living(home: Path) -> list[str]:
    """Return the names of the web processes at work on a home; what dead ones left is deleted."""
    return [name for name in _names(home) if is_living(home, name)]


def is_living(home: Path, name: str) -> bool:
    """Return whether the web process of this name still runs."""
    lock = home / FOLDER / f"{name}{_LOCK}"
    if not lock.exists():
        return False
    try:
        with FileLock(lock, timeout=0):
            lock.unlink(missing_ok=True)
            lock.with_suffix(_RUNS).unlink(missing_ok=True)
    except Timeout:
        return True
    except OSError:  # a disk that takes no writes: nobody can be at work there
        return False
    return False


def _names(home: Path) -> Iterator[str]:
    yield from (lock.stem for lock in (home / FOLDER).glob(f"*{_LOCK}"))


def _locked(path: Path) -> FileLock:
    """A lock that is held, on the file that lies there: who looks whether we live may have taken
    the file between its making and its locking."""
    while True:
        lock = FileLock(path, timeout=_PATIENCE_S, thread_local=False)
        lock.acquire()
        if path.exists():
            return lock
        lock.release()


THIS = WebProcess()
