"""A few megabytes set aside, so that on a full disk small writes still have room.

With nothing left SQLite cannot even read, and nobody could save or delete what fills the disk. The
reserve is a file in the home: given up when the disk is full, made again when there is room.
"""

import logging
import os
import shutil
from pathlib import Path
from typing import Literal

__all__ = ["disk_trouble", "keep_reserve", "use_reserve_when_full"]

FILE = "reserve"
BYTES = 16 << 20
NOTHING_LEFT = 1 << 20
ENOUGH_FOR_ONE = 4 * BYTES

log = logging.getLogger(__name__)


def keep_reserve(home: Path) -> None:
    """Set the reserve aside, unless it is there or the disk has hardly room; raises nothing."""
    try:
        file = home / FILE
        if _size(file) < BYTES and _free(home) > ENOUGH_FOR_ONE:
            with file.open("wb") as reserve:
                _take(reserve.fileno())
    except OSError as error:
        log.warning("No reserve could be set aside for a full disk: %s", error.strerror)


def use_reserve_when_full(home: Path) -> None:
    """Give the reserve up when the disk is full; called before each write, so it is quick."""
    try:
        if _free(home) < NOTHING_LEFT:
            (home / FILE).unlink()
            log.error("The disk is full: the reserve is given up, so that work can be saved.")
    except OSError:
        return


def disk_trouble(home: Path) -> Literal["", "full", "read-only"]:
    """Why no new work can be kept: no room but the reserve's, or a disk that nobody may write."""
    try:
        if not os.access(home, os.W_OK):
            return "read-only"
        return "full" if _free(home) <= (NOTHING_LEFT if _size(home / FILE) else BYTES) else ""
    except OSError:
        return "read-only"


def _free(home: Path) -> int:
    return shutil.disk_usage(home).free


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _take(reserve: int) -> None:
    """Bytes that are really taken: a hole in a file keeps no room."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(reserve, 0, BYTES)
    else:
        os.write(reserve, bytes(BYTES))
