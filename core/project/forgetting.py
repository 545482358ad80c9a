"""Deleted for good: what shared caches know of a picture goes with the last project that has it."""

import logging
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.project.disk import home, shared_cache
from core.project.map_cache import forget_maps
from core.project.vector_cache import forget_vectors

GONE = ".gone-"  # how the folder of a project is named while it is being deleted
log = logging.getLogger(__name__)

_FEW = 300  # up to here each picture is looked for by its name


def delete_folder(project: Path) -> None:
    """Delete a project's folder that is out of use, and what is known of pictures that no other
    project has. Killed half-way it is done again at the next start: the pictures go last. On a disk
    too full to change a cache pictures are emptied; the next start finds by their names what is
    left to forget."""
    if forget_pictures(_pictures(project / "images")):
        shutil.rmtree(project, ignore_errors=True)
    else:
        for place, _, names in os.walk(project):
            for name in names:
                _empty(Path(place, name))


def _empty(file: Path) -> None:
    """Empty a picture; one that another project shares (a copy in a class) loses this name only.
    All else is deleted: a process that has tables open dies when a file of theirs is cut off."""
    if file.suffix == ".jpg" and file.stat().st_nlink == 1:
        os.truncate(file, 0)
    else:
        file.unlink()


def forget_pictures(ids: Iterable[str]) -> bool:
    """Delete embeddings and scores of those pictures that no project has any more, and maps they
    are on; returns whether it could be done."""
    gone = set(ids)
    for images in _living_projects():
        if not gone:
            return True
        gone -= _there(images, gone)
    try:
        for cache in shared_cache().glob("*.sqlite"):
            forget_vectors(cache, gone)
        forget_maps(gone)
    except (OSError, sqlite3.OperationalError):
        log.warning("What caches know of deleted pictures could not be deleted", exc_info=True)
        return False
    return True


def _living_projects() -> Iterator[Path]:
    """The folders of pictures of all projects, those on their way in included."""
    for project in home().glob("workspaces/*/projects/*"):
        if not project.name.startswith(GONE):
            yield project / "images"


def _there(images: Path, ids: set[str]) -> set[str]:
    if len(ids) > _FEW:
        return ids.intersection(_pictures(images))
    return {one for one in ids if (images / one[:2] / f"{one}.jpg").exists()}


def _pictures(images: Path) -> Iterator[str]:
    """The ids of the pictures that lie in a folder."""
    for _, _, names in os.walk(images):
        yield from (name.removesuffix(".jpg") for name in names if not name.startswith("."))
