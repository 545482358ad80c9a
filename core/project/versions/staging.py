"""Choices of a cleaning that wait: one for each picture, on disk from the first moment."""

import json
import sqlite3
import time
from collections.abc import Iterable
from typing import NamedTuple

from core.project.database import Database
from core.project.dataset.test_set import locked_pictures, refuse_locked
from core.project.lengths import LONGEST_CLASS, check_length
from core.project.records import ACTIONS, StagedChoice

UNDO = "undo"
_JOURNALS = "sorting_journals"
_REMEMBERED = 16


class JournalEntry(NamedTuple):
    """What a wall wrote down: its `n`-th choice. `action` is one of ACTIONS, or UNDO."""

    n: int
    image_id: str
    action: str
    label: str | None = None


class Staging(Database):
    """What the learner wants changed and has not applied yet."""

    def stage(self, image_id: str, action: str, label: str | None = None) -> None:
        """Note one choice, in place of an earlier one.

        `label` is the new label of a "relabel" and ignored otherwise. Raises ValueError for a
        choice that says nothing, and LockedPicture for a picture of the locked test set.
        """
        if action not in ACTIONS or (action == "relabel" and not label):
            raise ValueError("Keep, delete, or relabel with the new label.")
        check_length(label or "", LONGEST_CLASS)
        with self.writing() as connection:
            refuse_locked(connection, [image_id])
            _write(connection, image_id, action, label)

    def unstage(self, ids: Iterable[str]) -> None:
        """Forget the choices about these pictures."""
        with self.writing() as connection:
            for image_id in ids:
                _forget(connection, image_id)

    def staged(self) -> dict[str, StagedChoice]:
        """Return image id → the choice that waits, in the order they were made."""
        return dict(self.remembered("staged", read_staged))

    def take_journal(self, wall: str, entries: Iterable[JournalEntry]) -> None:
        """Note the choices of one wall, in order, each once however often it is handed in.

        A browser hands its journal in again after it lost the server. Entries about pictures that
        are gone or locked, or about classes that are gone, are passed over.
        """
        with self.writing() as connection:
            taken = _taken(connection)
            new = [entry for entry in entries if entry.n > taken.get(wall, 0)]
            for entry in _possible(connection, new):
                _take(connection, entry)
            if new:
                _remember(connection, taken, wall, max(entry.n for entry in new))

    def journal_taken(self, wall: str) -> int:
        """Return the number of the last entry that was taken from this wall's journal."""
        return self.remembered("journals", _taken).get(wall, 0)


def read_staged(connection: sqlite3.Connection) -> dict[str, StagedChoice]:
    """Return image id → the choice that waits, in the order they were made."""
    rows = connection.execute("SELECT image, action, label FROM staged ORDER BY at").fetchall()
    return {row["image"]: StagedChoice(*row) for row in rows}


def _possible(
    connection: sqlite3.Connection, entries: Iterable[JournalEntry]
) -> list[JournalEntry]:
    here = {row[0] for row in connection.execute("SELECT id FROM image")}
    here -= locked_pictures(connection)
    classes = {row[0] for row in connection.execute("SELECT name FROM class")}
    return [e for e in entries if e.image_id in here and (e.label is None or e.label in classes)]


def _take(connection: sqlite3.Connection, entry: JournalEntry) -> None:
    if entry.action == UNDO:
        _forget(connection, entry.image_id)
    elif entry.action in ACTIONS and (entry.action != "relabel" or _names_a_class(entry.label)):
        _write(connection, entry.image_id, entry.action, entry.label)


def _names_a_class(label: str | None) -> bool:
    return bool(label) and len(label or "") <= LONGEST_CLASS


def _write(connection: sqlite3.Connection, image_id: str, action: str, label: str | None) -> None:
    kept = label if action == "relabel" else None
    connection.execute(
        "INSERT OR REPLACE INTO staged (image, action, label, at) VALUES (?, ?, ?, ?)",
        (image_id, action, kept, time.time()),
    )


def _forget(connection: sqlite3.Connection, image_id: str) -> None:
    connection.execute("DELETE FROM staged WHERE image = ?", (image_id,))


def _taken(connection: sqlite3.Connection) -> dict[str, int]:
    """Wall → number of the last entry taken, the wall used longest ago first."""
    row = connection.execute("SELECT value FROM setting WHERE name = ?", (_JOURNALS,)).fetchone()
    return {} if row is None else dict(json.loads(row[0]))


def _remember(connection: sqlite3.Connection, taken: dict[str, int], wall: str, n: int) -> None:
    others = [(name, last) for name, last in taken.items() if name != wall]
    latest = dict([*others, (wall, n)][-_REMEMBERED:])
    connection.execute(
        "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
        (_JOURNALS, json.dumps(latest)),
    )
