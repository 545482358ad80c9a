"""Workspaces that nobody came back to: a public server keeps them for so many days."""

import logging
import secrets
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from core.project.database import Database, let_go
from core.project.disk import age
from core.project.forgetting import GONE, delete_folder
from core.project.limits import limits

A_DAY_S = 86_400
LOG = logging.getLogger(__name__)


def kept_until(today: date) -> date | None:
    """Return the day on which work that is used today goes where nobody uses it again; None on a
    server that keeps everything."""
    days = limits().keep_days
    return today + timedelta(days) if days else None


def sweep_expired(home: Path, pause: Callable[[], None] = lambda: None) -> int:
    """Delete the workspaces that nobody changed or visited for as long as this server keeps work;
    returns how many. `pause` is called after each."""
    days, gone = limits().keep_days, 0
    for workspace in home.glob("workspaces/*") if days else ():
        if _is_older(workspace, days * A_DAY_S):
            _delete(workspace)
            gone += 1
        pause()
    if gone:
        LOG.info("%d workspaces that nobody came back to for %d days are deleted", gone, days)
    return gone


def _is_older(workspace: Path, seconds: float) -> bool:
    """Whether every project was changed last so long ago; what cannot be read is left alone."""
    try:
        projects = list((workspace / "projects").glob("[!.]*"))
        return bool(projects) and all(_unused_for(project) > seconds for project in projects)
    except (OSError, sqlite3.Error, ValueError):
        return False


def _unused_for(project: Path) -> float:
    """Seconds since something was written: also a visit is, and the time on a page."""
    with Database(project).reading() as connection:
        row = connection.execute("SELECT value FROM meta WHERE key = 'modified'").fetchone()
    return age(float(row[0]))


def _delete(workspace: Path) -> None:
    for project in (workspace / "projects").glob("[!.]*"):
        let_go(project)
        gone = project.with_name(f"{GONE}{secrets.token_hex(6)}")
        project.rename(gone)
        delete_folder(gone)
    shutil.rmtree(workspace, ignore_errors=True)
