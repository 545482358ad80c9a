"""The locked test set is out of reach: its labels stay what they were when it was set aside."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable


class LockedPicture(ValueError):
    """Somebody wanted to clean or relabel a picture of the locked test set; the text says why not.

    An exam that is corrected until the model passes it says nothing about the model.
    """

    def __init__(self, count: int) -> None:
        who = "This picture is" if count == 1 else f"{count} of these pictures are"
        super().__init__(
            f"{who} in your locked test set, so the label stays as it is: a test that is cleaned "
            "until the model looks good tests nothing."
        )


def locked_pictures(connection: sqlite3.Connection) -> set[str]:
    """Return the ids of the locked test set."""
    return {row[0] for row in connection.execute("SELECT id FROM image WHERE split = 'test'")}


def refuse_locked(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Raise LockedPicture when any of `ids` is in the locked test set."""
    locked = locked_pictures(connection).intersection(ids)
    if locked:
        raise LockedPicture(len(locked))
