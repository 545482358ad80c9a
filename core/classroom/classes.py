"""A class: its code for joining, its teacher's key, its path, and how it is led."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from core.classroom import tables
from core.classroom.lead import Lead
from core.classroom.names import as_code, key_at_rest, new_class_key, new_code
from core.learning.pages import PageId
from core.learning.paths.paths import OWN, GuidedPath, guided_paths, path_of_pages

A_DAY_S = 86_400.0
MOST_DAYS = 120
_TRIES = 40


class ClassPath(BaseModel):
    """Which path a class takes: one of ours by its `id`, or OWN over `pages` in their order."""

    model_config = ConfigDict(frozen=True)

    id: str = "class"
    pages: tuple[PageId, ...] = ()

    def guided(self) -> GuidedPath:
        """Return the path itself; the class path where a stored id is not known any more."""
        if self.id == OWN and self.pages:
            return path_of_pages(self.pages)
        return guided_paths().get(self.id) or guided_paths()["class"]


@dataclass(frozen=True)
class SchoolClass:
    """One class; `start` names a starter set, or is "project" for the teacher's own, or "" for
    none. `news` grows with everything that its learners' screens must follow; `ends` is when it is
    deleted (seconds since 1970)."""

    id: str
    code: str
    created: float
    ends: float
    path: ClassPath
    start: str
    is_open: bool
    news: int
    lead: Lead


class NoSuchClass(LookupError):
    """No class here has this code or key; the error does not repeat it."""


def new_class(path: ClassPath, start: str, days: int) -> tuple[SchoolClass, str]:
    """Return a new class and its teacher's key, which is kept nowhere. It is deleted after so many
    days, at most MOST_DAYS."""
    key, now, class_id = new_class_key(), time.time(), token_hex(8)
    ends = now + A_DAY_S * max(1, min(days, MOST_DAYS))
    for _ in range(_TRIES):
        values = (class_id, new_code(), key_at_rest(key), now, ends, path.model_dump_json(), start)
        try:
            with tables.writing() as table:
                table.execute(
                    "INSERT INTO class (id, code, key, created, ends, path, start)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    values,
                )
        except sqlite3.IntegrityError:
            continue  # the code is taken
        return class_of_id(class_id), key
    raise RuntimeError("No code is free.")


def class_of_id(class_id: str) -> SchoolClass:
    """Return the class as it stands now; raises NoSuchClass."""
    return _one("id", class_id)


def class_of_code(typed: str) -> SchoolClass:
    """Return the class of a code as somebody typed it; raises NoSuchClass."""
    return _one("code", as_code(typed))


def class_of_key(key: str) -> SchoolClass:
    """Return the class of a teacher's key; raises NoSuchClass."""
    return _one("key", key_at_rest(key))


def open_to_newcomers(class_id: str, is_open: bool) -> None:
    """Let newcomers in, or no more; who is in stays in."""
    _change(class_id, "is_open", int(is_open))


def end_on(class_id: str, ends: float) -> None:
    """Set the moment at which the class is deleted."""
    _change(class_id, "ends", ends)


def lead(class_id: str, change: Callable[[Lead], dict[str, Any]]) -> Lead:
    """Change how a class is led, by the fields that `change(lead)` returns; every screen follows.

    It happens in one step, so that two windows of a teacher do not undo each other.
    """
    with tables.writing() as table:
        row = table.execute("SELECT lead FROM class WHERE id = ?", (class_id,)).fetchone()
        if row is None:
            raise NoSuchClass
        before = lead_of(row[0])
        after = before.model_copy(update=change(before))
        table.execute(
            "UPDATE class SET lead = ?, news = news + 1 WHERE id = ?",
            (after.model_dump_json(), class_id),
        )
    tables.NEWS.tell()
    return after


def from_row(row: sqlite3.Row) -> SchoolClass:
    """Return the class of a row that has all columns of the table."""
    return SchoolClass(
        row["id"],
        row["code"],
        row["created"],
        row["ends"],
        _path(row["path"]),
        row["start"],
        bool(row["is_open"]),
        row["news"],
        lead_of(row["lead"]),
    )


def _one(column: str, value: str) -> SchoolClass:
    if tables.there_are_classes():
        with tables.reading() as table:
            row = table.execute(f"SELECT * FROM class WHERE {column} = ?", (value,)).fetchone()
        if row is not None:
            return from_row(row)
    raise NoSuchClass


def _change(class_id: str, column: str, value: float) -> None:
    with tables.writing() as table:
        table.execute(
            f"UPDATE class SET {column} = ?, news = news + 1 WHERE id = ?", (value, class_id)
        )
    tables.NEWS.tell()


def lead_of(stored: str) -> Lead:
    """Return how a class is led from what is stored; led by nobody where that cannot be read."""
    try:
        return Lead.model_validate_json(stored)
    except ValidationError:
        return Lead()


def _path(stored: str) -> ClassPath:
    try:
        return ClassPath.model_validate_json(stored)
    except ValidationError:
        return ClassPath()


def there_is_a_class() -> bool:
    """Return whether some class of this server is not over yet."""
    if not tables.there_are_classes():
        return False
    with tables.reading() as table:
        return table.execute("SELECT 1 FROM class LIMIT 1").fetchone() is not None
