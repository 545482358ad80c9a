"""Files that are whole or absent, whatever kills the process."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_WRITERS = 8  # fsyncs that wait together share one flush of the disk


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` so that `path` holds all of it or what it held before, even after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_all_whole(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write many files, each whole or absent; returns when the last one is safe on disk."""
    with ThreadPoolExecutor(_WRITERS) as pool:
        for _ in pool.map(lambda item: write_whole(*item), files):
            pass
