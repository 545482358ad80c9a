"""Links by which a phone adds pictures to one project, and can do nothing else.

They lie in a table of the home and not in the project: a saved project carries none of them. A
link knows where its project lies and no key, so nobody gets from it to the work.
"""

import secrets
import time
from dataclasses import dataclass
from typing import Literal

from core.project.disk import home, place_in_home
from core.project.home_tables import HomeTables
from core.project.project import Project, ProjectUnreadable

FILE = "phones.sqlite"
LASTS_S = 3 * 3_600.0  # a lesson, and the walk around the school
Whose = Literal["mine", "others"]
_TABLES = HomeTables(
    FILE,
    (
        """CREATE TABLE IF NOT EXISTS phone (
    id TEXT PRIMARY KEY, place TEXT NOT NULL, whose TEXT NOT NULL, ends REAL NOT NULL,
    came INTEGER NOT NULL DEFAULT 0, UNIQUE (place, whose)) WITHOUT ROWID""",
    ),
    busy_s=5.0,
)


@dataclass(frozen=True)
class PhoneLink:
    """A link that works: `id` (128 random bits) is all that its address holds. Pictures of the
    learner's own phone ("mine") come in at once, those of "others" wait for the learner's word. It
    `ends` by itself (seconds since 1970); `came` pictures came by it so far."""

    id: str
    project: Project
    whose: Whose
    ends: float
    came: int


class NoSuchLink(LookupError):
    """No link here has this id, or it has ended; the error does not repeat it."""


def begin_link(project: Project, whose: Whose, now: float | None = None) -> PhoneLink:
    """Return a new link to a project, in place of the one that was; the project is on disk then.
    Raises OSError and sqlite3.Error on a full disk."""
    project.keep()  # a phone finds only what is on disk
    at = time.time() if now is None else now
    with _TABLES.writing() as table:
        table.execute("DELETE FROM phone WHERE ends <= ?", (at,))
        table.execute(
            "INSERT OR REPLACE INTO phone (id, place, whose, ends) VALUES (?, ?, ?, ?)",
            (secrets.token_urlsafe(16), place_in_home(project.path), whose, at + LASTS_S),
        )
    found = link_of(project, whose, at)
    assert found is not None
    return found


def end_link(project: Project, whose: Whose) -> None:
    """End a link at once: its id is gone for good."""
    if _TABLES.are_there:
        with _TABLES.writing() as table:
            table.execute(
                "DELETE FROM phone WHERE place = ? AND whose = ?",
                (place_in_home(project.path), whose),
            )


def link_of(project: Project, whose: Whose, now: float | None = None) -> PhoneLink | None:
    """Return the link that works for a project; None while there is none."""
    return _found("place = ? AND whose = ?", (place_in_home(project.path), whose), now)


def link_of_id(link_id: str, now: float | None = None) -> PhoneLink:
    """Return the link of an id; raises NoSuchLink, also where its project is gone."""
    found = _found("id = ?", (link_id,), now)
    if found is None:
        raise NoSuchLink
    return found


def count_picture(link: PhoneLink) -> None:
    """Count one picture more that came by a link."""
    with _TABLES.writing() as table:
        table.execute("UPDATE phone SET came = came + 1 WHERE id = ?", (link.id,))


def _found(where: str, values: tuple[str, ...], now: float | None) -> PhoneLink | None:
    if not _TABLES.are_there:
        return None
    at = time.time() if now is None else now
    with _TABLES.reading() as table:
        row = table.execute(
            f"SELECT id, place, whose, ends, came FROM phone WHERE {where} AND ends > ?",
            (*values, at),
        ).fetchone()
    if row is None:
        return None
    try:
        return PhoneLink(row[0], Project.open(home() / row[1]), row[2], row[3], row[4])
    except ProjectUnreadable:  # deleted, or its workspace got a new address
        return None
