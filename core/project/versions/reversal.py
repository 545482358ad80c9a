"""Taking one cleaning back without touching what came after it."""

import sqlite3
from typing import NamedTuple

from core.project.dataset.history import append_changes
from core.project.dataset.images import put_in, relabel
from core.project.dataset.picture_rows import labels_of
from core.project.dataset.test_set import locked_pictures

WHY = "cleaning undone"


class Reversal(NamedTuple):
    """What would take a cleaning back: (id, label, split) to put in, and id → label to give."""

    returning: list[tuple[str, str, str]]
    labels: dict[str, str]


def reversal(connection: sqlite3.Connection, before: int, after: int) -> Reversal:
    """Return what of the cleaning between two versions still stands and can be taken back. Labels
    that changed again since do not count, nor do pictures of the locked test set."""
    rows = connection.execute(
        "SELECT b.image, b.label, b.split, a.label AS cleaned FROM version_image b"
        " LEFT JOIN version_image a ON a.image = b.image AND a.version = ?"
        " WHERE b.version = ? AND a.label IS NOT b.label",
        (after, before),
    ).fetchall()
    now = labels_of(connection, [row["image"] for row in rows])
    locked = locked_pictures(connection)
    returning, labels = list[tuple[str, str, str]](), dict[str, str]()
    for image, label, split, cleaned in rows:
        if cleaned is None and image not in now:
            returning.append((image, label, split))
        elif cleaned is not None and now.get(image) == cleaned and image not in locked:
            labels[image] = label
    return Reversal(returning, labels)


def reverse(connection: sqlite3.Connection, before: int, after: int) -> None:
    """Put back what left, and give back the labels that changed and were not changed again."""
    returning, labels = reversal(connection, before, after)
    put_in(connection, returning)
    returned = [(image, None, label) for image, label, _ in returning]
    append_changes(connection, returned, "learner", WHY)
    relabel(connection, labels, "learner", WHY)


def mark_undone(connection: sqlite3.Connection) -> None:
    """Note of every cleaning whether it is undone, after the dataset went to another version."""
    rows = connection.execute("SELECT seq, version_before, version_after FROM cleaning").fetchall()
    for seq, before, after in rows:
        undone = not any(reversal(connection, before, after))
        connection.execute("UPDATE cleaning SET undone = ? WHERE seq = ?", (int(undone), seq))
