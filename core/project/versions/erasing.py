"""Pictures that leave a project for good: also from its past, so that nothing brings them back."""

import sqlite3
from collections.abc import Sequence

from core.project.versions.versions import fingerprint

_NAMED_IN = (
    ("image", "id"),
    ("unlabelled", "id"),
    ("held_back", "id"),
    ("staged", "image"),
    ("version_image", "image"),
    ("label_change", "image"),
    ("picture", "id"),
)


def erase_everywhere(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Delete every row about these pictures, in versions too, inside the caller's transaction. The
    versions that named them are then those without them."""
    erased = [(one,) for one in ids]
    for table, column in _NAMED_IN:
        connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", erased)
    for (number,) in connection.execute("SELECT number FROM version ORDER BY number").fetchall():
        settle_version(connection, number)


def settle_version(connection: sqlite3.Connection, number: int) -> None:
    """Give a version the fingerprint of what it names now; of two alike the older one has it."""
    rows = connection.execute(
        "SELECT image, label, split FROM version_image WHERE version = ?", (number,)
    )
    now = fingerprint([(row[0], row[1], row[2]) for row in rows])
    connection.execute(
        "UPDATE version SET fingerprint = CASE"
        " WHEN EXISTS (SELECT 1 FROM version WHERE fingerprint = :now AND number < :number)"
        " THEN :now || ' ' || :number ELSE :now END WHERE number = :number",
        {"now": now, "number": number},
    )
