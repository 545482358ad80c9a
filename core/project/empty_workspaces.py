"""Workspaces in which nothing was ever kept: versions of before made one for every visitor."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from core.project.clocks import age
from core.project.database import FILE, Database, let_go

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
