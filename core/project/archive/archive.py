"""Save and open: one ZIP holds a whole project, readable on any machine.

The ZIP holds the tables as JSON, the pictures with the recordings behind them, where each is from
(ATTRIBUTION.md), and the artefacts of runs that are safe to read.
Opening trusts none of it: `core/project/archive/judge.py` says what is taken.
"""

import json
import shutil
import sqlite3
import zipfile
import zlib
from pathlib import Path
from typing import IO

from core.project.archive import members as members
from core.project.archive import seal
from core.project.archive.attribution import attribution
from core.project.archive.judge import LEFT_OUT, Judge
from core.project.archive.members import ArchiveRefused, SavedZip, directory_bytes
from core.project.archive.pictures import DAMAGED
from core.project.archive.tables import read_rows
from core.project.database import let_go
from core.project.disk import home
from core.project.disk_full import is_disk_full, make_room
from core.project.limits import room_beside, too_much
from core.project.places import without_key
from core.project.project import Project
from core.project.reserve import disk_trouble
from core.project.soon import WAITING

DISK_FULL = make_room("open the ZIP again")


def save_archive(project: Project, to: Path) -> Path:
    """Write the whole project into one ZIP at `to` and return that path."""
    draft = to.with_name(f".{to.name}.tmp")
    try:
        with draft.open("wb") as file:
            write_archive(project, file)
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)
    return to


def write_archive(project: Project, file: IO[bytes]) -> None:
    """Write the whole project as one ZIP into an open file. Changes wait until it is written, so
    that rows and files belong together."""
    _write_what_waits(project)
    with project.holding() as connection, zipfile.ZipFile(file, "w") as archive:
        rows = read_rows(connection)
        archive.writestr(members.PROJECT, json.dumps(rows), zipfile.ZIP_DEFLATED)
        for row in rows["tables"]["picture"]:
            path = project.dataset.image_path(row["id"])
            archive.write(path, members.image_member(row["id"]), zipfile.ZIP_STORED)
            if (sound := project.dataset.sound_path(row["id"])).exists():
                archive.write(sound, members.sound_member(row["id"]), zipfile.ZIP_DEFLATED)
        for run in rows["tables"]["run"]:
            _save_run(archive, project, run["id"])
        origins = attribution(connection, rows["name"])
        archive.writestr(members.ATTRIBUTION, origins, zipfile.ZIP_DEFLATED)


def _write_what_waits(project: Project) -> None:
    """Settings that wait belong into the ZIP, but a disk that takes nothing more keeps nobody from
    saving."""
    try:
        WAITING.write(project.path)
    except sqlite3.OperationalError:
        if not disk_trouble(home()):
            raise


def open_archive(zip_path: Path, target: Path) -> Project:
    """Return a new project in the folder `target`, which appears whole or not at all. Raises
    ArchiveRefused with a sentence for whatever is no whole, well-meant project."""
    draft = target.with_name(f".opening-{target.name}")
    try:
        with zip_path.open("rb") as file:
            if directory_bytes(file) > members.MAX_LIST_BYTES:
                raise ArchiveRefused("This ZIP is too large to be opened here.")
            with zipfile.ZipFile(file) as archive:
                _fill(SavedZip(archive), draft)
        let_go(draft)
        draft.rename(target)
    except ArchiveRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ArchiveRefused("This file is not a ZIP that can be read.") from error
    except (ValueError, KeyError, OverflowError, sqlite3.Error, OSError, RecursionError) as error:
        full = is_disk_full(error, target.parent)
        raise ArchiveRefused(DISK_FULL if full else DAMAGED) from error
    finally:
        let_go(draft)
        shutil.rmtree(draft, ignore_errors=True)
    return Project.open(target)


def _save_run(archive: zipfile.ZipFile, project: Project, run_id: str) -> None:
    folder = project.runs.folder(run_id)
    for path in sorted(folder.iterdir()):
        member = members.run_member(run_id, path.name)
        if member is not None and path.is_file():
            data = path.read_bytes()
            if not member.endswith(members.BINARY_FILES):
                data = without_key(data, project.path)
            archive.writestr(member, data, zipfile.ZIP_DEFLATED)
    if sealed := _sealed(folder):
        archive.writestr(f"runs/{run_id}/{seal.FILE}", sealed)


def _sealed(folder: Path) -> str:
    """The seal of a run's files; "" where there are none, and on a disk where the secret it takes
    was never made and cannot be now."""
    files = [folder / name for name in seal.SEALED]
    if not all(path.exists() for path in files):
        return ""
    try:
        return seal.seal(folder.name, {path.name: seal.digest_of(path) for path in files})
    except OSError:
        if not disk_trouble(home()):
            raise
        return ""


def _fill(archive: SavedZip, draft: Path) -> None:
    _check_room(archive, draft.parent)
    project = Project.create(draft, "…")
    judge = Judge(archive, project)
    judge.take()
    if judge.left_out:
        project.settings.set(LEFT_OUT, judge.left_out)


def _check_room(archive: SavedZip, workspace: Path) -> None:
    """Refuse what is more than this server lets a project or a workspace hold."""
    pictures = [archive.size(name) for name in archive.names if members.image_id(name)]
    left = room_beside(workspace)
    fits = len(pictures) <= left.pictures and sum(pictures) <= left.project_bytes
    if not fits or sum(map(archive.size, archive.names)) > left.workspace_bytes:
        raise ArchiveRefused(too_much(len(pictures), left.most))
