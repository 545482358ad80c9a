"""Save and open: one ZIP holds a whole project, readable on any machine.

The ZIP holds the tables as JSON, the pictures with the recordings behind them, where each is from
(ATTRIBUTION.md), and the artefacts of runs that are safe to read.
Opening trusts none of it: names, sizes, rows and pictures are checked before a project appears.
"""

import hashlib
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path

from PIL import Image

from core.project.archive import members as members
from core.project.archive.attribution import attribution
from core.project.archive.members import ArchiveRefused, SavedZip, directory_bytes, is_bare
from core.project.archive.tables import ArchivedProject, read_rows, write_rows
from core.project.database import let_go
from core.project.disk import write_all_whole, write_whole
from core.project.disk_full import is_disk_full, make_room
from core.project.limits import MAX_PIXELS, room_beside, too_much
from core.project.places import without_key
from core.project.project import Project
from core.project.soon import WAITING

_CHUNK = 64
DISK_FULL = make_room("open the ZIP again")
_FOREIGN = (
    "This ZIP was changed after it was saved: a picture in it carries hidden data, such as where "
    "it was taken. Bring its pictures through Gather instead, which removes that."
)
_DAMAGED = "This ZIP is damaged: it does not hold a whole project. Save it again, or use a copy."


def save_archive(project: Project, to: Path) -> Path:
    """Write the whole project into one ZIP at `to` and return that path. Changes wait until it is
    written, so that rows and files belong together."""
    draft = to.with_name(f".{to.name}.tmp")
    WAITING.write(project.path)
    try:
        with project.holding() as connection, zipfile.ZipFile(draft, "w") as archive:
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
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)
    return to


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
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise ArchiveRefused("This file is not a ZIP that can be read.") from error
    except (ValueError, OverflowError, sqlite3.Error, OSError, RecursionError) as error:
        full = is_disk_full(error, target.parent)
        raise ArchiveRefused(DISK_FULL if full else _DAMAGED) from error
    finally:
        let_go(draft)
        shutil.rmtree(draft, ignore_errors=True)
    return Project.open(target)


def _save_run(archive: zipfile.ZipFile, project: Project, run_id: str) -> None:
    for path in sorted(project.runs.folder(run_id).iterdir()):
        member = members.run_member(run_id, path.name)
        if member is not None and path.is_file():
            data = path.read_bytes()
            if not member.endswith(members.BINARY_FILES):
                data = without_key(data, project.path)
            archive.writestr(member, data, zipfile.ZIP_DEFLATED)


def _fill(archive: SavedZip, draft: Path) -> None:
    archived = ArchivedProject.model_validate_json(archive.read(members.PROJECT))
    _check_complete(archive, archived)
    _check_room(archive, archived, draft.parent)
    project = Project.create(draft, archived.name)
    waiting = iter(archived.ids("picture"))
    while ids := list(islice(waiting, _CHUNK)):
        write_all_whole(_checked(archive, project, ids))
    for path, data in chain(_sounds(archive, project), _run_files(archive, project)):
        write_whole(path, data)
    with project.writing(dataset=True) as connection:
        write_rows(connection, archived)


def _check_complete(archive: SavedZip, archived: ArchivedProject) -> None:
    """Refuse a ZIP whose pictures and runs are not exactly those its tables name."""
    names = archive.names
    pictures = {members.image_member(image_id) for image_id in archived.ids("picture")}
    runs = set(archived.ids("run"))
    found = {name for name in names if members.image_id(name)}
    heard = {sound for name in names if (sound := members.sound_id(name))}
    owners = {owner[0] for name in names if (owner := members.run_file(name))}
    if found != pictures or not owners <= runs or not heard <= set(archived.ids("picture")):
        raise ArchiveRefused(_DAMAGED)


def _check_room(archive: SavedZip, archived: ArchivedProject, workspace: Path) -> None:
    """Refuse what is more than this server lets a project or a workspace hold."""
    pictures = [archive.size(name) for name in archive.names if members.image_id(name)]
    left = room_beside(workspace)
    fits = len(pictures) <= left.pictures and sum(pictures) <= left.project_bytes
    if not fits or sum(map(archive.size, archive.names)) > left.workspace_bytes:
        raise ArchiveRefused(too_much(len(pictures), left.most))


def _checked(archive: SavedZip, project: Project, ids: list[str]) -> Iterator[tuple[Path, bytes]]:
    pictures = [archive.read(members.image_member(i)) for i in ids]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(_check_picture, ids, pictures))
    return zip([project.dataset.image_path(i) for i in ids], pictures, strict=True)


def _check_picture(image_id: str, jpeg: bytes) -> None:
    """Refuse what is not the picture its name promises, or not a JPEG that decodes."""
    if hashlib.sha256(jpeg).hexdigest() != image_id:
        raise ArchiveRefused(_DAMAGED)
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ArchiveRefused("This ZIP holds a picture that is too large.")
            image.draft("RGB", (64, 64))
            image.load()
    except ArchiveRefused:
        raise
    except Exception as error:
        raise ArchiveRefused(_DAMAGED) from error
    if not is_bare(jpeg):
        raise ArchiveRefused(_FOREIGN)


def _sounds(archive: SavedZip, project: Project) -> Iterator[tuple[Path, bytes]]:
    """The recordings behind pictures; who plays one reads it with suspicion."""
    for name in archive.names:
        if (image_id := members.sound_id(name)) is not None:
            yield project.dataset.sound_path(image_id), archive.read(name)


def _run_files(archive: SavedZip, project: Project) -> Iterator[tuple[Path, bytes]]:
    for name in archive.names:
        if (owner := members.run_file(name)) is not None:
            run_id, file_name = owner
            yield project.runs.folder(run_id) / file_name, archive.read(name)
