"""A full disk: recognised in every writer, said in a sentence, and room made for the last word."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from core.content import says

__all__ = ["NOT_KEPT", "drop_drafts", "is_disk_full", "make_room"]

NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # Windows has no quota error
NOTHING_LEFT = 1 << 20
TORCH_WORDS = ("PytorchStreamWriter failed", "unexpected pos", "iostream error")


def make_room(then: Literal["train", "go_on", "open", "bring", "begin"]) -> str:
    """What a reader can do about a full disk, and what to do `then`: train again, go on with the
    training, open the ZIP again, bring the file again, begin the new project."""
    return says("project", f"disk_full_{then}")


NOT_KEPT = {
    "full": (says("project", "disk_server_full")),
    "read-only": (says("project", "server_may_not")),
}


def is_disk_full(error: BaseException, folder: Path) -> bool:
    """Whether a write into `folder` failed for want of space, or of this account's share of it.

    Looks through the errors behind `error`: SQLite and torch say it in their own words, and some
    libraries say no more than that a write failed; then the disk itself is asked.
    """
    chain = list(_and_behind(error))
    if any(_says_so(one) for one in chain):
        return True
    return isinstance(chain[-1], OSError) and _nothing_left(folder)


def _and_behind(error: BaseException) -> Iterator[BaseException]:
    """The error, then those it was raised from."""
    now: BaseException | None = error
    while now is not None:
        yield now
        now = now.__cause__ or now.__context__


def _says_so(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if isinstance(error, sqlite3.OperationalError):
        return "is full" in str(error)
    return isinstance(error, RuntimeError) and any(word in str(error) for word in TORCH_WORDS)


def _nothing_left(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < NOTHING_LEFT
    except OSError:  # the folder is gone
        return False


def drop_drafts(folder: Path) -> None:
    """Remove what was being written when a process ended: it is of no use to anybody."""
    for pattern in ("*.part", "*.json.[0-9]*", ".*.tmp"):
        for draft in folder.glob(pattern):
            draft.unlink(missing_ok=True)
