"""The name of a class in the database: wherever it stands, it can be another one."""

import json
import sqlite3

from core.project.versions.versions import fingerprint


def ever_called(connection: sqlite3.Connection, name: str) -> bool:
    """Whether a class has this name, now or in a version."""
    asked = (
        "SELECT EXISTS (SELECT 1 FROM class WHERE name = :name)"
        " OR EXISTS (SELECT 1 FROM version_image WHERE label = :name)"
        " OR EXISTS (SELECT 1 FROM label_change WHERE old = :name OR new = :name)"
    )
    return bool(connection.execute(asked, {"name": name}).fetchone()[0])


def rename_everywhere(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Call `old` `new` in pictures, choices, versions and history, inside the transaction."""
    names = {"old": old, "new": new}
    connection.execute("INSERT INTO class (name) VALUES (:new)", names)
    for table, column in (
        ("image", "label"),
        ("staged", "label"),
        ("held_back", "label"),
        ("version_image", "label"),
        ("label_change", "old"),
        ("label_change", "new"),
    ):
        connection.execute(f"UPDATE {table} SET {column} = :new WHERE {column} = :old", names)
    connection.execute("DELETE FROM class WHERE name = :old", names)
    for number, classes in connection.execute("SELECT number, classes FROM version").fetchall():
        called = [new if name == old else name for name in json.loads(classes)]
        connection.execute(
            "UPDATE version SET classes = ?, fingerprint = ? WHERE number = ?",
            (json.dumps(called), _fingerprint(connection, number), number),
        )


def _fingerprint(connection: sqlite3.Connection, number: int) -> str:
    rows = connection.execute(
        "SELECT image, label, split FROM version_image WHERE version = ?", (number,)
    )
    return fingerprint([(row[0], row[1], row[2]) for row in rows])
