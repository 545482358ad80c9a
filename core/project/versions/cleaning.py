"""Cleaning: choices are staged per picture, applied together, and can be taken back."""

import sqlite3
import time
from collections.abc import Iterable

from core.project.dataset.images import relabel, take_out
from core.project.dataset.test_set import refuse_locked
from core.project.records import Applied, DatasetVersion, StagedChoice
from core.project.versions.reversal import reverse
from core.project.versions.staging import Staging, read_staged
from core.project.versions.versions import freeze, read_classes

WHY = {
    "train": "cleaning",
    "valid": "cleaning the validation set",
}


class Cleaning(Staging):
    """Choices applied and undone."""

    def apply(self) -> Applied:
        """Carry out every staged choice at once, between two frozen versions.

        What was kept stays marked as kept. The history of each label says whether the picture was
        one of the validation set. Raises LockedPicture, and changes nothing, when a choice is
        about the locked test set.
        """
        with self.writing(dataset=True) as connection:
            before = freeze(connection, "before cleaning")
            changes = [c for c in read_staged(connection).values() if c.action != "keep"]
            refuse_locked(connection, [choice.image_id for choice in changes])
            deleted, relabelled = _carry_out(connection, changes)
            connection.execute("DELETE FROM staged WHERE action != 'keep'")
            after = freeze(connection, "after cleaning")
            applied = Applied(before.number, after.number, deleted, relabelled)
            if before != after:
                _note(connection, applied)
        return applied

    def last(self) -> Applied | None:
        """Return the last cleaning that was applied and not undone, or None."""
        return self.remembered("last cleaning", _last_applied)

    def undo(self) -> DatasetVersion | None:
        """Take the last cleaning back; returns the version that results, or None if there is none.

        Only what the cleaning did is undone: pictures that arrived since stay, and so do labels
        that changed again or that were locked away meanwhile.
        """
        with self.writing(dataset=True) as connection:
            row = _last(connection)
            if row is None:
                return None
            reverse(connection, row["version_before"], row["version_after"])
            _drop_new_classes(connection, _applied(row))
            connection.execute("UPDATE cleaning SET undone = 1 WHERE seq = ?", (row["seq"],))
            return freeze(connection, "cleaning undone")


def _carry_out(connection: sqlite3.Connection, choices: Iterable[StagedChoice]) -> tuple[int, int]:
    """How many pictures were deleted and how many relabelled."""
    sides = dict(connection.execute("SELECT id, split FROM image").fetchall())
    deleted = relabelled = 0
    for split, why in WHY.items():
        mine = [choice for choice in choices if sides.get(choice.image_id) == split]
        deletions = [choice.image_id for choice in mine if choice.action == "delete"]
        labels = {choice.image_id: choice.label for choice in mine if choice.label is not None}
        deleted += len(take_out(connection, deletions, "learner", why))
        relabelled += relabel(connection, labels, "learner", why)
    return deleted, relabelled


def _last(connection: sqlite3.Connection) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM cleaning WHERE undone = 0 ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return row


def _last_applied(connection: sqlite3.Connection) -> Applied | None:
    row = _last(connection)
    return _applied(row) if row else None


def _applied(row: sqlite3.Row) -> Applied:
    return Applied(row["version_before"], row["version_after"], row["deleted"], row["relabelled"])


def _note(connection: sqlite3.Connection, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO cleaning (version_before, version_after, deleted, relabelled, at)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            applied.version_before,
            applied.version_after,
            applied.deleted,
            applied.relabelled,
            time.time(),
        ),
    )


def _drop_new_classes(connection: sqlite3.Connection, applied: Applied) -> None:
    """Drop the classes that came into being by this cleaning and are empty again."""
    before, after = (
        set(read_classes(connection, number))
        for number in (applied.version_before, applied.version_after)
    )
    connection.executemany(
        "DELETE FROM class WHERE name = ? AND name NOT IN (SELECT label FROM image)",
        [(name,) for name in after - before],
    )
