"""What the database notes of a picture for as long as anything names it."""

import json
import sqlite3
import time
from collections.abc import Iterable

from core.project.records import NewImage


def insert_pictures(connection: sqlite3.Connection, images: Iterable[NewImage]) -> None:
    """Note what never changes about a picture, unless a version has kept that row already."""
    now = time.time()
    connection.executemany(
        "INSERT OR IGNORE INTO picture (id, name, width, height, source, provenance, added)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (i.id, i.name, i.width, i.height, i.source, json.dumps(i.provenance), now)
            for i in images
        ],
    )


def drop_unnamed(connection: sqlite3.Connection, ids: Iterable[str]) -> list[str]:
    """Forget those pictures that nothing names any more; returns their ids."""
    unnamed = [
        image_id
        for image_id in ids
        if connection.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM image WHERE id = :id)"
            " AND NOT EXISTS (SELECT 1 FROM version_image WHERE image = :id)"
            " AND NOT EXISTS (SELECT 1 FROM unlabelled WHERE id = :id)"
            " AND NOT EXISTS (SELECT 1 FROM held_back WHERE id = :id)",
            {"id": image_id},
        ).fetchone()[0]
    ]
    connection.executemany("DELETE FROM picture WHERE id = ?", [(i,) for i in unnamed])
    return unnamed


def labels_of(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return id → label for those of `ids` that are in the dataset."""
    found = {}
    for image_id in ids:
        row = connection.execute("SELECT label FROM image WHERE id = ?", (image_id,)).fetchone()
        if row is not None:
            found[image_id] = str(row[0])
    return found


def hold_back(connection: sqlite3.Connection, images: Iterable[NewImage]) -> None:
    """Note pictures of held-back sets, inside the caller's transaction."""
    connection.executemany(
        "INSERT INTO held_back (id, label, name) VALUES (?, ?, ?)",
        [(image.id, image.label, image.held_back) for image in images],
    )


def held_back_labels(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """Id → label of those of `ids` that are held back."""
    asked = "SELECT label FROM held_back WHERE id = ?"
    found = {image_id: connection.execute(asked, (image_id,)).fetchone() for image_id in ids}
    return {image_id: str(row[0]) for image_id, row in found.items() if row is not None}


def keep_unlabelled(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Note pictures that have no label, inside the caller's transaction."""
    connection.executemany("INSERT INTO unlabelled (id) VALUES (?)", [(i,) for i in ids])


def which_unlabelled(connection: sqlite3.Connection, ids: Iterable[str]) -> list[str]:
    """Those of `ids` that are kept without a label."""
    return [
        image_id
        for image_id in dict.fromkeys(ids)
        if connection.execute("SELECT 1 FROM unlabelled WHERE id = ?", (image_id,)).fetchone()
    ]


def no_longer_unlabelled(connection: sqlite3.Connection, ids: Iterable[str]) -> list[str]:
    """Take pictures out of those without a label; returns which were among them."""
    found = which_unlabelled(connection, ids)
    connection.executemany("DELETE FROM unlabelled WHERE id = ?", [(i,) for i in found])
    return found
