"""What a killed server left behind: drafts of projects and files, pictures that no row names."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from core.project.arriving import sweep_arrivals
from core.project.disk import SAVING, age
from core.project.forgetting import GONE, delete_folder
from core.project.project import Project, ProjectUnreadable

OLD_S = 3600.0  # what is younger may be on its way
WORKSPACES = "workspaces"
_UNFINISHED = (".new-", ".opening-", SAVING)


def sweep_home(home: Path, pause: Callable[[], None] = lambda: None) -> None:
    """Delete what no process will ever finish or name; what is in use is left alone. After each
    workspace `pause` is called: beside a server's answers it lets them go first."""
    for folder in home.iterdir():
        if folder.is_dir() and folder.name != WORKSPACES:
            _sweep_drafts(folder)
            pause()
    sweep_arrivals(home)
    for workspace in (home / WORKSPACES).glob("*"):
        _sweep_workspace(workspace)
        pause()


def _sweep_workspace(workspace: Path) -> None:
    _sweep_unfinished(workspace)
    _sweep_drafts(workspace)
    for project in workspace.glob("projects/[!.]*"):
        _sweep_orphans(project)


def sweep_projects(home: Path) -> None:
    """Delete projects that were being made or deleted when a process was killed."""
    for workspace in (home / WORKSPACES).glob("*"):
        _sweep_unfinished(workspace)


def _sweep_unfinished(workspace: Path) -> None:
    for folder in workspace.glob("projects/.*"):
        with suppress(OSError):
            _sweep_unborn_or_gone(folder)


def _sweep_unborn_or_gone(folder: Path) -> None:
    if folder.name.startswith(GONE):
        delete_folder(folder)
    elif folder.name.startswith(_UNFINISHED) and _age(folder) > OLD_S:
        shutil.rmtree(folder, ignore_errors=True)


def _age(folder: Path) -> float:
    """Seconds since the oldest thing in a folder was written. The folder's own time says less: a
    database that is only opened renews it. But what is held for saving is older than its folder."""
    if folder.name.startswith(SAVING):
        return age(folder.stat().st_mtime)
    times = [entry.stat().st_mtime for entry in os.scandir(folder)] or [folder.stat().st_mtime]
    return age(min(times))


def _sweep_drafts(folder: Path) -> None:
    """Delete old files that were still being written under another name."""
    for path in _files(folder):
        if path.name.startswith(".") and path.name.endswith(".tmp") and _is_old(path):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _sweep_orphans(folder: Path) -> None:
    """Delete old pictures and thumbnails of pictures that the project does not name."""
    try:
        project = Project.open(folder)
        with project.reading() as connection:
            named = {row[0] for row in connection.execute("SELECT id FROM picture")}
    except (ProjectUnreadable, sqlite3.Error):
        return
    for kind in ("images", "thumbnails", "sounds"):
        found = {path.stem: path for path in _files(folder / kind) if len(path.stem) == 64}
        orphans = [one for one in found.keys() - named if _is_old(found[one])]
        if orphans:
            project.dataset.forget_files(orphans)


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names)


def _is_old(path: Path) -> bool:
    try:
        return age(path.stat().st_mtime) > OLD_S
    except OSError:  # it went meanwhile
        return False
