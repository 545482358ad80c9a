"""A disk that is full while a model is saved: recognised, and room made for the last word."""

import errno
import shutil
from pathlib import Path

__all__ = ["DISK_FULL", "NO_ROOM", "drop_drafts", "is_disk_full"]

NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # Windows has no quota error
NOTHING_LEFT = 1 << 20
TORCH_WORDS = ("PytorchStreamWriter failed", "unexpected pos", "iostream error")


def is_disk_full(error: BaseException, folder: Path) -> bool:
    """Whether a write failed for want of space; torch says so in its own ways."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return True
    if any(words in str(error) for words in TORCH_WORDS):
        return True
    before = error.__cause__ or error.__context__
    if before is not None:
        return is_disk_full(before, folder)
    return isinstance(error, OSError) and shutil.disk_usage(folder).free < NOTHING_LEFT


def drop_drafts(folder: Path) -> None:
    """Remove what was being written when a process ended: it is of no use to anybody."""
    for pattern in ("*.part", "*.json.[0-9]*", ".*.tmp"):
        for draft in folder.glob(pattern):
            draft.unlink(missing_ok=True)


DISK_FULL = "The disk is full. Free some space, then go on or start again."
