"""Who is in a class: a nickname of ours and the folder of the work, no name and no account."""

import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex, token_urlsafe

from core.classroom import tables
from core.classroom.classes import SchoolClass, from_row, lead_of
from core.classroom.names import is_nickname
from core.learning.delete_project import give_new_address
from core.project.disk import home, place_in_home
from core.project.workspace import Workspace

MOST_LEARNERS = 60


@dataclass(frozen=True)
class Learner:
    """One learner and their line in the summary that the teacher sees.

    `place` is the folder of the work below the home, `pulse` tells the server whose screen asks
    for news. They came to the page `page` (stop `stop` of the path, −1 for none) at `since`; were
    last `seen`, and last got on with something at `moved` (seconds since 1970). `came` is the last
    call to a common stop that they followed; `best` the share of right answers of their best run.
    """

    id: str
    class_id: str
    nickname: str
    place: str
    pulse: str
    joined: float
    came: int
    seen: float
    moved: float
    page: str
    stop: int
    since: float
    pictures: int
    classes: int
    runs: int
    best: float | None

    @property
    def folder(self) -> Path:
        """Return the folder of the learner's workspace."""
        return home() / self.place


class CannotJoin(Exception):
    """Nobody can join just so; the text is the name of an entry of join.yaml."""


def join(into: SchoolClass, nickname: str, workspace: Workspace) -> Learner:
    """Return the learner who joined a class with this workspace. Raises CannotJoin: "closed",
    "full", "taken", or "no_nickname" for a name that is none of ours."""
    if not is_nickname(nickname):
        raise CannotJoin("no_nickname")
    now, place = time.time(), place_in_home(workspace.path)
    with tables.writing() as table:
        row = table.execute("SELECT is_open, lead FROM class WHERE id = ?", (into.id,)).fetchone()
        if row is None or not row[0]:
            raise CannotJoin("closed")
        taken = [
            name
            for (name,) in table.execute("SELECT nickname FROM learner WHERE class = ?", (into.id,))
        ]
        if len(taken) >= MOST_LEARNERS:
            raise CannotJoin("full")
        if nickname in taken:
            raise CannotJoin("taken")
        table.execute(
            "INSERT INTO learner"
            " (id, class, nickname, place, pulse, came, joined, seen, moved, since)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                token_hex(8),
                into.id,
                nickname,
                place,
                token_urlsafe(16),
                lead_of(row["lead"]).together,
                *[now] * 4,
            ),
        )
    found = learner_at(workspace.path)
    assert found is not None
    return found[0]


def learner_at(folder: Path) -> tuple[Learner, SchoolClass] | None:
    """Return who works in the workspace of a folder and in which class; None outside of classes.

    Asked once in every run of a page: one look into a table that is open already.
    """
    if not tables.there_are_classes():
        return None
    with tables.reading() as table:
        row = table.execute(
            "SELECT * FROM learner WHERE place = ?", (place_in_home(folder),)
        ).fetchone()
        if row is None:
            return None
        of = table.execute("SELECT * FROM class WHERE id = ?", (row["class"],)).fetchone()
    return None if of is None else (_learner(row), from_row(of))


def learners_of(class_id: str) -> list[Learner]:
    """Return everybody in a class, by nickname: the whole summary in one query."""
    with tables.reading() as table:
        rows = table.execute(
            "SELECT * FROM learner WHERE class = ? ORDER BY nickname", (class_id,)
        ).fetchall()
    return [_learner(row) for row in rows]


def learner_of_id(class_id: str, learner_id: str) -> Learner | None:
    """Return one learner of a class; None for an id that nobody in this class has."""
    return next((one for one in learners_of(class_id) if one.id == learner_id), None)


def note(learner: Learner, **columns: float | str | None) -> None:
    """Write some columns of a learner's line."""
    names = ", ".join(f"{name} = ?" for name in columns)
    with tables.writing() as table:
        table.execute(f"UPDATE learner SET {names} WHERE id = ?", (*columns.values(), learner.id))


def news_for(pulse: str, active: bool) -> Mapping[str, int] | None:
    """Return the number of the last news for a learner's screen, and note that somebody is at it;
    None for a pulse that nobody has."""
    if not tables.there_are_classes():
        return None
    with tables.reading() as table:
        row = table.execute(
            "SELECT class.news, learner.seen FROM learner JOIN class ON class.id = learner.class"
            " WHERE pulse = ?",
            (pulse,),
        ).fetchone()
    if row is None:
        return None
    now = time.time()
    if active and now - row[1] > _SEEN_EVERY_S:
        with tables.writing() as table:
            table.execute("UPDATE learner SET seen = ? WHERE pulse = ?", (now, pulse))
    return {"news": int(row[0])}


def new_card(learner: Learner) -> Workspace:
    """Return the learner's workspace under a new key, for a card that was lost: the old card opens
    nothing any more. Raises StillAtWork while a training or an intake is on its way."""
    moved = give_new_address(Workspace("", learner.folder))
    note(learner, place=place_in_home(moved.path))
    return moved


def moved_folder(old: Path, new: Path) -> None:
    """Note that somebody took a new address themselves, a learner or a teacher."""
    if tables.there_are_classes():
        with tables.writing() as table:
            table.execute(
                "UPDATE learner SET place = ? WHERE place = ?",
                (place_in_home(new), place_in_home(old)),
            )
            below = place_in_home(old) + "/"
            table.execute(
                "UPDATE joined SET place = ? || substr(place, ?) WHERE substr(place, 1, ?) = ?",
                (place_in_home(new) + "/", len(below) + 1, len(below), below),
            )


_SEEN_EVERY_S = 3.0


def _learner(row: sqlite3.Row) -> Learner:
    return Learner(
        row["id"],
        row["class"],
        row["nickname"],
        row["place"],
        row["pulse"],
        row["joined"],
        row["came"],
        row["seen"],
        row["moved"],
        row["page"],
        row["stop"],
        row["since"],
        row["pictures"],
        row["classes"],
        row["runs"],
        row["best"],
    )
