"""The table of what is published: in the home, so that every process and every start sees the same.

A row holds where a project lies and which run of it answers. Its id is random and made of nothing
else, so nobody can turn it into a workspace, nor a workspace into it.
"""

import secrets
import sqlite3
import time
from dataclasses import dataclass

from core.project.home_tables import HomeTables

FILE = "published.sqlite"
MOST_MEASURED = 200  # figures that are kept for one id, the newest
_TABLES = HomeTables(
    FILE,
    (
        """CREATE TABLE IF NOT EXISTS published (
    id TEXT PRIMARY KEY, place TEXT NOT NULL UNIQUE, run TEXT NOT NULL, at REAL NOT NULL
) WITHOUT ROWID""",
        """CREATE TABLE IF NOT EXISTS measured (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, milliseconds REAL NOT NULL,
    bytes INTEGER NOT NULL, at REAL NOT NULL)""",
    ),
    busy_s=5.0,
)


@dataclass(frozen=True)
class Row:
    """What is published: `id` is public, `place` is the project's folder below the home."""

    id: str
    place: str
    run_id: str
    at: float


@dataclass(frozen=True)
class Measured:
    """One answer as somebody's own device saw it: from sending to answer, and the bytes sent."""

    milliseconds: float
    bytes: int
    at: float


def put(place: str, run_id: str) -> Row:
    """The row of a project that answers with this run from now on; its id stays the same."""
    with _TABLES.writing() as table:
        table.execute(
            "INSERT INTO published VALUES (?, ?, ?, ?)"
            " ON CONFLICT (place) DO UPDATE SET run = excluded.run, at = excluded.at",
            (secrets.token_urlsafe(16), place, run_id, time.time()),
        )
        return _row(table, "place", place)


def of_place(place: str) -> Row | None:
    """The row of a project; None while it is not published."""
    return _found("place", place)


def of_id(public_id: str) -> Row | None:
    """The row with this id; None for an id that nobody has."""
    return _found("id", public_id)


def all_places() -> list[str]:
    """The places of all projects that publish something."""
    if not _TABLES.are_there:
        return []
    with _TABLES.reading() as table:
        return [row[0] for row in table.execute("SELECT place FROM published").fetchall()]


def moved(old: str, new: str) -> None:
    """Note that the projects below the folder `old` lie below `new`."""
    if _TABLES.are_there:
        with _TABLES.writing() as table:
            table.execute(
                "UPDATE published SET place = ? || substr(place, ?) WHERE substr(place, 1, ?) = ?",
                (new + "/", len(old) + 2, len(old) + 1, old + "/"),
            )


def remove(place: str) -> None:
    """End what a project publishes, at once and for every process; nothing where it does not."""
    row = of_place(place)
    if row is not None:
        with _TABLES.writing() as table:
            table.execute("DELETE FROM measured WHERE id = ?", (row.id,))
            table.execute("DELETE FROM published WHERE id = ?", (row.id,))


def note_measured(public_id: str, milliseconds: float, size: int) -> None:
    """Keep one figure beside what is published; the oldest go when there are many."""
    with _TABLES.writing() as table:
        table.execute(
            "INSERT INTO measured (id, milliseconds, bytes, at)"
            " SELECT id, ?, ?, ? FROM published WHERE id = ?",
            (milliseconds, size, time.time(), public_id),
        )
        table.execute(
            "DELETE FROM measured WHERE id = ? AND seq NOT IN"
            " (SELECT seq FROM measured WHERE id = ? ORDER BY seq DESC LIMIT ?)",
            (public_id, public_id, MOST_MEASURED),
        )


def measured_times(public_id: str) -> list[Measured]:
    """What visitors' devices measured and told, the newest first."""
    if not _TABLES.are_there:
        return []
    with _TABLES.reading() as table:
        rows = table.execute(
            "SELECT milliseconds, bytes, at FROM measured WHERE id = ? ORDER BY seq DESC",
            (public_id,),
        ).fetchall()
    return [Measured(*row) for row in rows]


def _found(column: str, value: str) -> Row | None:
    if not _TABLES.are_there:
        return None
    with _TABLES.reading() as table:
        try:
            return _row(table, column, value)
        except LookupError:
            return None


def _row(table: sqlite3.Connection, column: str, value: str) -> Row:
    found = table.execute(
        f"SELECT id, place, run, at FROM published WHERE {column} = ?", (value,)
    ).fetchone()
    if found is None:
        raise LookupError(value)
    return Row(*found)
