"""Save and open: one ZIP holds a whole project, readable on any machine.

The ZIP holds the tables as JSON, the pictures with the recordings behind them, where each is from
(ATTRIBUTION.md), and the artefacts of runs that are safe to read.
Opening trusts none of it: `core/project/archive/judge.py` says what is taken.
"""

import shutil
import sqlite3
import zipfile
import zlib
from contextlib import closing
from pathlib import Path

from core.content import says
from core.project.archive import members as members
from core.project.archive.judge import LEFT_OUT, Judge, Step, no_step
from core.project.archive.members import ArchiveRefused, SavedZip, directory_bytes
from core.project.archive.pictures import DAMAGED
from core.project.archive.saving import saved_project
from core.project.database import let_go
from core.project.disk_full import is_disk_full, make_room
from core.project.limits import room_beside, too_much
from core.project.project import Project


def save_archive(project: Project, to: Path) -> Path:
    """Write the whole project into one ZIP at `to` and return that path."""
    draft = to.with_name(f".{to.name}.tmp")
    try:
        with draft.open("wb") as file, closing(saved_project(project)) as saved:
            file.writelines(saved.pieces)
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)
    return to


def open_archive(zip_path: Path, target: Path, step: Step = no_step) -> Project:
    """Return a new project in the folder `target`, which appears whole or not at all. Raises
    ArchiveRefused with a sentence for whatever is no whole, well-meant project. `step(0…1)` is told
    how far it is; what it raises ends the opening."""
    draft = target.with_name(f".opening-{target.name}")
    try:
        with zip_path.open("rb") as file:
            if directory_bytes(file) > members.most_list_bytes():
                raise ArchiveRefused(says("project", "zip_too_large"))
            with zipfile.ZipFile(file) as archive:
                _fill(SavedZip(archive), draft, step)
        let_go(draft)
        draft.rename(target)
    except ArchiveRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ArchiveRefused(says("project", "file_not_zip")) from error
    except (ValueError, KeyError, OverflowError, sqlite3.Error, OSError, RecursionError) as error:
        full = is_disk_full(error, target.parent)
        raise ArchiveRefused(make_room("open") if full else DAMAGED) from error
    finally:
        let_go(draft)
        shutil.rmtree(draft, ignore_errors=True)
    return Project.open(target)


def _fill(archive: SavedZip, draft: Path, step: Step) -> None:
    _check_room(archive, draft.parent)
    project = Project.create(draft, "…")
    judge = Judge(archive, project, step)
    judge.take()
    if judge.left_out:
        project.settings.set(LEFT_OUT, judge.left_out)


def _check_room(archive: SavedZip, workspace: Path) -> None:
    """Refuse what is more than this server lets a project or a workspace hold."""
    pictures = [archive.size(name) for name in archive.names if members.image_id(name)]
    left = room_beside(workspace)
    fits = sum(pictures) <= left.project_bytes
    if not fits or sum(map(archive.size, archive.names)) > left.workspace_bytes:
        raise ArchiveRefused(too_much(len(pictures), left.most))
