"""Where everything lives on this machine, and files that are whole or absent."""

import os
import secrets
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import lru_cache
from pathlib import Path

from platformdirs import user_data_dir

from core.project.reserve import use_reserve_when_full

SAVING = (
    ".saving-"  # begins the folder beside a project with second names of files it is saved from
)
_WRITERS = 8  # fsyncs that wait together share one flush of the disk


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` so that `path` holds all of it or what it held before, even after a crash."""
    _write(path, data, safe=True)


def write_soon(path: Path, data: bytes) -> None:
    """Write `data` whole or not at all, but leave it to the system when it reaches the disk. For
    what can be made again: a power failure may leave an empty file."""
    _write(path, data, safe=False)


def _write(path: Path, data: bytes, *, safe: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    if safe:
        use_reserve_when_full(home())
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            if safe:
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_all_whole(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write many files, each whole or absent; returns when the last one is safe on disk. Raises the
    first error once all others have ended, so that no writer is left at work."""
    writing = [_writers(os.getpid()).submit(write_whole, path, data) for path, data in files]
    wait(writing)
    for written in writing:
        written.result()


def write_all_new(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write files that nobody sees yet, in a folder that is deleted when one fails: so they need no
    other name on the way. Each is safe on disk then. For who has threads of their own."""
    use_reserve_when_full(home())
    for path, data in files:
        try:
            _write_new(path, data)
        except FileNotFoundError:
            path.parent.mkdir(exist_ok=True, parents=True)
            _write_new(path, data)


def _write_new(path: Path, data: bytes) -> None:
    with path.open("xb", buffering=0) as file:
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]
        os.fsync(file.fileno())


@lru_cache(maxsize=1)
def _writers(process: int) -> ThreadPoolExecutor:
    """The threads that write; a process that was forked off has none, and gets its own."""
    return ThreadPoolExecutor(_WRITERS, thread_name_prefix=f"write-{process}")


def home() -> Path:
    """Return the folder of all workspaces: DRIVETRAIN_HOME, or the platform's user-data folder; a
    temporary one where that cannot be made. One made here is open to this account alone."""
    if chosen := os.environ.get("DRIVETRAIN_HOME"):
        return _made(_folder(chosen))
    try:
        return _made(Path(user_data_dir("drivetrain-lab", appauthor=False)))
    except OSError:
        return _made(Path(tempfile.gettempdir()) / "drivetrain-lab")


def place_in_home(folder: Path) -> str:
    """Return where a folder lies in the home, as tables keep it: a home may be moved."""
    return folder.absolute().relative_to(home().absolute()).as_posix()


@lru_cache(maxsize=8)
def _folder(said: str) -> Path:
    return Path(said).expanduser()


def _made(folder: Path) -> Path:
    if not folder.is_dir():  # asked dozens of times a click
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def shared_cache() -> Path:
    """Return the folder for what every workspace may share: backbones and embeddings."""
    path = home() / "cache"
    path.mkdir(exist_ok=True)
    return path


_BEGAN, _BEGAN_STEADY = time.time(), time.monotonic()


def age(modified: float) -> float:
    """Seconds since a file was written (`modified`, seconds since 1970), by the clock as it is or
    as it would be had nobody set it since this process began: the less of both. So a clock that is
    set makes nothing old that is in use."""
    unset = _BEGAN + time.monotonic() - _BEGAN_STEADY
    return min(time.time(), unset) - modified
