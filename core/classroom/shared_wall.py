"""The wall of a class: what learners chose to show each other.

Everything is a copy in the table of classes, so nobody comes into another one's work by it, and it
ends with the class. Only the learner who made it, or the teacher, takes it down.
"""

import io
import json
import sqlite3
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from PIL import Image

from core.classroom import tables
from core.classroom.learners import Learner
from core.drivetrain.plan.plan import load_plan
from core.learning.report.as_html import article
from core.learning.report.documents import document
from core.learning.report.facts import facts
from core.project.project import Project

Kind = Literal["picture", "find", "plan", "report", "model"]
MODEL = "model"
BOARD = "board"  # of nobody alone: the board of models that the class sees
MOST_EACH = 6
SIDE = 480
LONGEST = 1_000_000


class WallRefused(Exception):
    """It cannot hang on the wall; the text is the name of an entry of wall.yaml."""


@dataclass(frozen=True)
class MixUp:
    """A picture of the class `label` that a model `called` another, so sure (0…1)."""

    label: str
    called: str
    confidence: float


@dataclass(frozen=True)
class Hanging:
    """One thing on the wall. `what` names it among those of its learner. A picture or a find has a
    `jpeg` and a `mix_up`; a plan has its `lines`; a report its `html`, made by our own writer."""

    learner: str
    nickname: str
    what: str
    kind: Kind
    mix_up: MixUp | None
    lines: tuple[str, ...]
    html: str
    jpeg: bytes


def show_picture(learner: Learner, kind: Kind, image: str, file: Path, made: MixUp) -> None:
    """Hang a copy of a picture (id `image`, in `file`) with how a model took it. Raises WallRefused
    where the learner has MOST_EACH things there."""
    _hang(learner, f"{kind}:{image}", kind, vars(made), _small_copy(file))


def show_plan(learner: Learner, project: Project) -> None:
    """Hang the plan as it stands: the objective and the levers. Raises WallRefused, also for an
    empty one."""
    plan = load_plan(project)
    if not plan.has_objective:
        raise WallRefused("no_plan")
    lines = [plan.objective.strip(), *(lever.name for lever in plan.named_levers)]
    _hang(learner, "plan", "plan", {"lines": lines}, b"")


def show_report(learner: Learner, project: Project, day: date) -> None:
    """Hang the report as it stands today. Raises WallRefused, also for one that is too large."""
    html = article(document(facts(project, day), "card"))
    if len(html) > LONGEST:
        raise WallRefused("too_large")
    _hang(learner, "report", "report", {"html": html}, b"")


def show_model(learner: Learner) -> None:
    """Put the learner's model on the board of models. Raises WallRefused."""
    _hang(learner, MODEL, "model", {}, b"")


def take_down(class_id: str, learner_id: str, what: str) -> None:
    """Take one thing off the wall of a class for good; a model takes the board along."""
    if what == MODEL:
        take_board_down(class_id)
    with tables.writing() as table:
        table.execute(
            "DELETE FROM wall WHERE class = ? AND learner = ? AND what = ?",
            (class_id, learner_id, what),
        )


def take_board_down(class_id: str) -> None:
    """Take the board of models off the wall of a class."""
    take_down(class_id, "", f"{BOARD}:{class_id}")


def wall_of(class_id: str) -> list[Hanging]:
    """Return everything on the wall of a class, the newest first."""
    with tables.reading() as table:
        rows = table.execute(
            "SELECT wall.*, nickname FROM wall JOIN learner ON learner.id = wall.learner"
            " WHERE wall.class = ? ORDER BY wall.at DESC",
            (class_id,),
        ).fetchall()
    return [_hanging(row) for row in rows]


def hangs(learner: Learner, what: str) -> bool:
    """Return whether a learner shows this on the wall."""
    with tables.reading() as table:
        row = table.execute(
            "SELECT 1 FROM wall WHERE learner = ? AND what = ?", (learner.id, what)
        ).fetchone()
    return row is not None


def _hang(learner: Learner, what: str, kind: Kind, said: dict[str, object], jpeg: bytes) -> None:
    values = (learner.id, what, learner.class_id, kind, json.dumps(said), jpeg, time.time())
    with tables.writing() as table:
        others = table.execute(
            "SELECT COUNT(*) FROM wall WHERE learner = ? AND what != ?", (learner.id, what)
        ).fetchone()[0]
        if others >= MOST_EACH:
            raise WallRefused("full")
        table.execute("INSERT OR REPLACE INTO wall VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def _hanging(row: sqlite3.Row) -> Hanging:
    said = json.loads(row["said"])
    return Hanging(
        row["learner"],
        row["nickname"],
        row["what"],
        row["kind"],
        MixUp(**said) if "called" in said else None,
        tuple(said.get("lines", ())),
        said.get("html", ""),
        row["jpeg"],
    )


def _small_copy(file: Path) -> bytes:
    """A copy as a JPEG of at most SIDE pixels a side, with nothing but the picture in it."""
    out = io.BytesIO()
    with Image.open(file) as picture:
        small = picture.convert("RGB")
        small.thumbnail((SIDE, SIDE))
        small.save(out, "JPEG", quality=85)
    return out.getvalue()
