"""Tables on a disk that takes no writes, copied into memory: SQLite cannot even read there, because
what it keeps beside a file in use cannot be made."""

import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from core.project.connections import KeptConnection

GOOD_FOR_S = 5.0  # then we look whether the disk takes writes again
_COPY = "import shutil, sys; [shutil.copy(part, sys.argv[-1]) for part in sys.argv[1:-1]]"


def tables_in_memory(file: Path) -> KeptConnection:
    """Return a connection to a copy of a database file; who writes to it gets an OperationalError.
    Raises sqlite3.Error for a damaged file."""
    copy = sqlite3.connect(
        ":memory:", isolation_level=None, factory=KeptConnection, check_same_thread=False
    )
    written_last = file.with_name(f"{file.name}-wal")
    if written_last.exists() and written_last.stat().st_size:
        _copy_with_what_was_written_last(file, copy)
    else:
        _copy(file, "immutable=1", copy)
    copy.good_until = time.monotonic() + GOOD_FOR_S
    return copy


def _copy_with_what_was_written_last(file: Path, copy: sqlite3.Connection) -> None:
    """By way of another disk, where SQLite can put the two files together; what was written last is
    left out where there is none. Another process copies: to close such a file without SQLite drops
    this process's locks on it, and what it has in use could be cut off."""
    parts = [part for part in file.parent.glob(f"{file.name}*") if part.suffix != ".sqlite-shm"]
    try:
        with tempfile.TemporaryDirectory() as elsewhere:
            copier = [sys.executable, "-I", "-S", "-c", _COPY, *map(str, parts), elsewhere]
            subprocess.run(copier, check=True, capture_output=True)
            _copy(Path(elsewhere) / file.name, "mode=rw", copy)
    except (OSError, subprocess.CalledProcessError, sqlite3.OperationalError):
        _copy(file, "immutable=1", copy)


def _copy(file: Path, how: str, copy: sqlite3.Connection) -> None:
    address = f"{file.absolute().as_uri()}?{how}"
    with closing(sqlite3.connect(address, uri=True)) as source:
        source.backup(copy)
