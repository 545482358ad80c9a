"""Workspaces without work: how many may begin in an hour, and those of before are removed."""

import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from core.content import lesson_text
from core.project.database import FILE, Database, let_go
from core.project.disk import age
from core.project.home_rates import HomeRates
from core.project.limits import limits
from core.project.rates import person
from core.words import count_of

__all__ = ["sweep_empty_workspaces"]

A_DAY_S = 86_400
UNTOUCHED_NAME = "My project"
# What a visit alone used to leave behind: which pages were opened, and for how long.
LEFT_BY_LOOKING = ("visited", "time.spent", "questionnaire.place")
_HOLDS = ("class", "picture", "run", "answer", "version", "staged", "cleaning")


def sweep_empty_workspaces(home: Path, pause: Callable[[], None] = lambda: None) -> None:
    """Delete the workspaces of a home that nothing was kept in for a day; `pause` is called before
    each is looked at."""
    for workspace in home.glob("workspaces/*"):
        pause()
        if _is_empty(workspace):
            for project in workspace.glob("projects/*"):
                let_go(project)
            shutil.rmtree(workspace, ignore_errors=True)


def _is_empty(workspace: Path) -> bool:
    """Whether a workspace holds nothing but projects that are empty and as old."""
    try:
        if any(entry.name not in ("projects", "workspace.json") for entry in workspace.iterdir()):
            return False
        projects = list((workspace / "projects").iterdir())
        return bool(projects) and all(map(_was_only_seen, projects))
    except (OSError, sqlite3.Error, ValueError):
        return False  # what cannot be read is left alone


def _was_only_seen(project: Path) -> bool:
    if any(not entry.name.startswith(FILE) for entry in project.iterdir()):
        return False
    with Database(project).reading() as connection:
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        held = sum(_rows(connection, table) for table in _HOLDS)
        chosen = {row[0] for row in connection.execute("SELECT name FROM setting")}
    untouched = meta["name"] == UNTOUCHED_NAME and age(float(meta["modified"])) > A_DAY_S
    return untouched and not held and chosen <= set(LEFT_BY_LOOKING)


def _rows(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


NEARLY = 0.2  # from this share left on a page says so
_BEGUN = HomeRates("workspace", clock=lambda: time.monotonic() / 60)  # its minute is an hour


class TooManyBegun(Exception):
    """No more workspaces may begin for now; the text is for the learner."""


def admit(address: str) -> None:
    """Count a workspace that begins; raises TooManyBegun where this address has begun as many in
    the last hour as the server allows."""
    most = limits().new_workspaces
    if most and address and (minutes := _BEGUN.wait(person(address), 1, most)):
        wait = count_of(minutes, "minute")
        raise TooManyBegun(lesson_text("host")["too_many_begun"].format(wait=wait))


def nearly_all_begun(address: str) -> str:
    """Return the sentence that says how many may still begin here; "" while there are plenty."""
    most = limits().new_workspaces
    left = _BEGUN.left(person(address), most) if most and address else most
    if not most or left > NEARLY * most:
        return ""
    return lesson_text("host")["nearly_all_begun"].format(left=count_of(left, "more learner"))
