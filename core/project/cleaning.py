"""Cleaning: choices are staged per picture, applied together, and can be taken back."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable

from core.project.history import append_changes
from core.project.images import Images, labels_of, put_in, relabel, take_out
from core.project.records import ACTIONS, Applied, DatasetVersion, StagedChoice
from core.project.versions import freeze, read_classes


class Cleaning(Images):
    """Choices waiting, applied and undone."""

    def stage(self, image_id: str, action: str, label: str | None = None) -> None:
        """Note one choice, in place of an earlier one; raises ValueError for one that says nothing.

        `label` is the new label of a "relabel" and ignored otherwise.
        """
        if action not in ACTIONS or (action == "relabel" and not label):
            raise ValueError("Keep, delete, or relabel with the new label.")
        kept = label if action == "relabel" else None
        with self.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO staged (image, action, label, at) VALUES (?, ?, ?, ?)",
                (image_id, action, kept, time.time()),
            )

    def unstage(self, ids: Iterable[str]) -> None:
        """Forget the choices about these pictures."""
        with self.writing() as connection:
            connection.executemany("DELETE FROM staged WHERE image = ?", [(i,) for i in ids])

    def staged(self) -> dict[str, StagedChoice]:
        """Return image id → the choice that waits, in the order they were made."""
        with self.reading() as connection:
            return _staged(connection)

    def apply_staged(self) -> Applied:
        """Carry out every staged choice at once, between two frozen versions."""
        with self.writing(dataset=True) as connection:
            before = freeze(connection, "before cleaning")
            choices = _staged(connection).values()
            deletions = [c.image_id for c in choices if c.action == "delete"]
            labels = {c.image_id: c.label for c in choices if c.label is not None}
            deleted = len(take_out(connection, deletions, "learner", "cleaning"))
            relabelled = relabel(connection, labels, "learner", "cleaning")
            connection.execute("DELETE FROM staged")
            after = freeze(connection, "after cleaning")
            applied = Applied(before.number, after.number, deleted, relabelled)
            if before != after:
                _note(connection, applied)
        return applied

    def last_cleaning(self) -> Applied | None:
        """Return the last cleaning that was applied and not undone, or None."""
        with self.reading() as connection:
            row = _last(connection)
        return _applied(row) if row else None

    def undo_cleaning(self) -> DatasetVersion | None:
        """Take the last cleaning back; returns the version that results, or None if there is none.

        Only what the cleaning did is undone: pictures that arrived since stay.
        """
        with self.writing(dataset=True) as connection:
            row = _last(connection)
            if row is None:
                return None
            _reverse(connection, _applied(row))
            _drop_new_classes(connection, _applied(row))
            connection.execute("UPDATE cleaning SET undone = 1 WHERE seq = ?", (row["seq"],))
            return freeze(connection, "cleaning undone")


def _staged(connection: sqlite3.Connection) -> dict[str, StagedChoice]:
    rows = connection.execute("SELECT image, action, label FROM staged ORDER BY at").fetchall()
    return {row["image"]: StagedChoice(*row) for row in rows}


def _last(connection: sqlite3.Connection) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM cleaning WHERE undone = 0 ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return row


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


def _reverse(connection: sqlite3.Connection, applied: Applied) -> None:
    """Put back what left, and give back the labels that changed and were not changed again."""
    rows = connection.execute(
        "SELECT b.image, b.label, b.split, a.label AS cleaned FROM version_image b"
        " LEFT JOIN version_image a ON a.image = b.image AND a.version = ?"
        " WHERE b.version = ? AND a.label IS NOT b.label",
        (applied.version_after, applied.version_before),
    ).fetchall()
    now = labels_of(connection, [row["image"] for row in rows])
    gone = [row for row in rows if row["cleaned"] is None and row["image"] not in now]
    put_in(connection, [(row["image"], row["label"], row["split"]) for row in gone])
    returned = [(row["image"], None, row["label"]) for row in gone]
    append_changes(connection, returned, "learner", "cleaning undone")
    labels = {
        row["image"]: row["label"]
        for row in rows
        if row["cleaned"] is not None and now.get(row["image"]) == row["cleaned"]
    }
    relabel(connection, labels, "learner", "cleaning undone")


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
