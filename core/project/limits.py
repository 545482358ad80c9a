"""How much a file, a project and a workspace may hold: defaults, and settings of the server.

The environment variables below change them; docs/limits.md lists them for those who run a server.
All are checked here on the server, whatever a browser promised.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.content import lesson_text, says
from core.project.disk import SAVING, home
from core.project.home_size import home_size
from core.project.profiles import ALLOWS, profile
from core.project.project import Project
from core.words import count_of, file_size

LOG = logging.getLogger(__name__)
MAX_PIXELS = 25_000_000  # of one picture: no setting, it keeps its memory below 300 MB
_MB = 1_000_000
_NEARLY = 0.8  # from this share on a page says what room is left
_AVERAGE = 60_000  # bytes of a stored picture, to turn room into pictures
_REMEMBERED_S = 30  # how long the size of a folder is not looked up again


@dataclass(frozen=True)
class Limits:
    """What this server allows; bytes count in millions."""

    file_mb: int = 50
    zip_mb: int = 500
    zip_files: int = 2_000
    project_pictures: int = 10_000
    project_mb: int = 2_000
    workspace_mb: int = 20_000
    saved_mb: int = 4_000  # of a saved project, on its way out and in
    free_mb: int = 200  # stays free on the disk, for everybody's saved work
    session_upload_mb: int = 600  # in memory, of one open page at a time
    uploads_mb: int = 0  # of all pages together; 0: a quarter of the machine's memory
    asks_a_minute: int = 600  # of published models, from one address
    model_asks_a_minute: int = 1_200  # of one published model
    asks_at_work: int = 48  # of all published models, waiting included
    home_mb: int = 0  # of all workspaces together; 0: as much as the disk has
    new_workspaces: int = 0  # an hour from one address; 0: any number
    jobs: int = 200  # fine-tunes that wait, of all learners
    keep_days: int = 0  # without a visit, then a workspace goes; 0: never
    cache_mb: int = 4_000  # of what is known of pictures, and can be made again
    fastai_at_once: int = 2  # processes that have fastai imported for previews, of one home
    idle_minutes: int = 10  # after which the process that has fastai imported ends
    phone_pictures: int = 500  # that may come by one link for a phone
    phone_pictures_a_minute: int = 120  # by one link
    tray_pictures: int = 200  # of classmates, that wait for a learner's word

    @property
    def file_bytes(self) -> int:
        """The largest single picture file."""
        return self.file_mb * _MB

    @property
    def zip_bytes(self) -> int:
        """The most a ZIP may unpack to."""
        return self.zip_mb * _MB


SETTINGS = {
    "DRIVETRAIN_MAX_FILE_MB": "file_mb",
    "DRIVETRAIN_MAX_ZIP_MB": "zip_mb",
    "DRIVETRAIN_MAX_ZIP_FILES": "zip_files",
    "DRIVETRAIN_MAX_PROJECT_PICTURES": "project_pictures",
    "DRIVETRAIN_MAX_PROJECT_MB": "project_mb",
    "DRIVETRAIN_MAX_WORKSPACE_MB": "workspace_mb",
    "DRIVETRAIN_MAX_SAVED_MB": "saved_mb",
    "DRIVETRAIN_MIN_FREE_MB": "free_mb",
    "DRIVETRAIN_MAX_SESSION_UPLOAD_MB": "session_upload_mb",
    "DRIVETRAIN_MAX_UPLOADS_MB": "uploads_mb",
    "DRIVETRAIN_MAX_ASKS_A_MINUTE": "asks_a_minute",
    "DRIVETRAIN_MAX_MODEL_ASKS_A_MINUTE": "model_asks_a_minute",
    "DRIVETRAIN_MAX_ASKS_AT_WORK": "asks_at_work",
    "DRIVETRAIN_MAX_HOME_MB": "home_mb",
    "DRIVETRAIN_MAX_NEW_WORKSPACES": "new_workspaces",
    "DRIVETRAIN_MAX_JOBS": "jobs",
    "DRIVETRAIN_KEEP_DAYS": "keep_days",
    "DRIVETRAIN_MAX_CACHE_MB": "cache_mb",
    "DRIVETRAIN_MAX_FASTAI": "fastai_at_once",
    "DRIVETRAIN_FASTAI_IDLE_MINUTES": "idle_minutes",
    "DRIVETRAIN_MAX_PHONE_PICTURES": "phone_pictures",
    "DRIVETRAIN_MAX_PHONE_PICTURES_A_MINUTE": "phone_pictures_a_minute",
    "DRIVETRAIN_MAX_TRAY_PICTURES": "tray_pictures",
}


@dataclass(frozen=True)
class Room:
    """What still fits into a project, by each of the limits."""

    pictures: int
    project_bytes: int
    workspace_bytes: int
    most: Limits

    @property
    def bytes(self) -> int:
        """The bytes that fit by both limits."""
        return min(self.project_bytes, self.workspace_bytes)

    def fits(self, size: int) -> bool:
        """Whether one more picture of `size` bytes does."""
        return self.pictures > 0 and size <= self.bytes

    def less(self, pictures: int, size: int) -> Room:
        """The room after so many pictures and bytes came in."""
        return Room(
            self.pictures - pictures,
            self.project_bytes - size,
            self.workspace_bytes - size,
            self.most,
        )

    @property
    def full(self) -> str:
        """The sentence for a picture that does not fit: which limit it is, and what helps."""
        if self.pictures > 0 and self.workspace_bytes < self.project_bytes:
            size = file_size(self.most.workspace_mb * _MB)
            return says("project", "workspace_full", size=size)
        if self.pictures <= 0:
            return says("project", "full_pictures", most=self.most.project_pictures)
        return says("project", "full_size", most=file_size(self.most.project_mb * _MB))


def limits() -> Limits:
    """The limits in force: the settings, else those of the server's profile. A setting that is no
    whole number above zero is passed over."""
    chosen = {name: _number(variable) for variable, name in SETTINGS.items()}
    set_here = {name: value for name, value in chosen.items() if value}
    return Limits(**{**ALLOWS[profile()], **set_here})


def room(project: Project) -> Room:
    """How much more fits into `project`; sizes of folders may be half a minute old."""
    empty = room_beside(project.path.parent)
    held, dataset = folder_size(project.path / "images"), project.dataset
    here = len(dataset.images()) + len(dataset.unlabelled()) + len(dataset.held_back())
    return Room(
        empty.pictures - here,
        empty.project_bytes - held,
        empty.workspace_bytes,
        empty.most,
    )


def room_beside(projects: Path) -> Room:
    """How much a new project may hold beside those in the folder `projects` of a workspace."""
    most = limits()
    return Room(
        most.project_pictures,
        most.project_mb * _MB,
        most.workspace_mb * _MB - folder_size(projects),
        most,
    )


def too_much(pictures: int, most: Limits) -> str:
    """The sentence for a whole project that does not fit."""
    return says(
        "project",
        "too_much",
        pictures=pictures,
        most=most.project_pictures,
        size=file_size(most.project_mb * _MB),
        all=file_size(most.workspace_mb * _MB),
    )


def room_in_words(project: Project) -> str:
    """A line about the room left once most of it is taken; "" before that."""
    left = room(project)
    if 0 <= left_for_all(project.path) < (1 - _NEARLY) * left.most.home_mb * _MB:
        text = lesson_text("host")["home_nearly_full"]
        return text.format(left=file_size(left_for_all(project.path)))
    fits = max(0, min(left.pictures, left.bytes // _AVERAGE))
    whole = min(left.most.project_pictures, left.most.project_mb * _MB // _AVERAGE)
    if fits > (1 - _NEARLY) * whole:
        return ""
    if not fits:
        return left.full
    return says("project", "room_left", pictures=count_of(fits, "more picture"))


def disk_is_short(folder: Path) -> bool:
    """Whether less is free on the disk of `folder`, or of where it will be, than this server keeps
    for saved work, or whether all workspaces together hold what this server gives them."""
    if left_for_all(folder) == 0:
        return True
    there = next(place for place in (folder, *folder.parents) if place.exists())
    return shutil.disk_usage(there).free < limits().free_mb * _MB


def left_for_all(folder: Path) -> int:
    """Bytes that all workspaces of the home of `folder` may still take together, as it was last
    measured; -1 where nothing but the disk bounds them."""
    most, held = limits().home_mb * _MB, home_size(home())
    if not most or held is None or home() not in (folder, *folder.parents):
        return -1
    return max(0, most - held)


def _number(variable: str) -> int | None:
    text = os.environ.get(variable, "").strip()
    if not text:
        return None
    if text.isdecimal() and 0 < int(text) < 10**9:
        return int(text)
    LOG.warning("%s is no whole number above zero: %r", variable, text[:40])
    return None


def folder_size(folder: Path) -> int:
    """Bytes in a folder; up to half a minute old."""
    return _size_at(str(folder), int(time.monotonic() // _REMEMBERED_S))


@lru_cache(maxsize=256)
def _size_at(folder: str, moment: int) -> int:
    """Bytes in a folder; it may be up to 30 s old, as counting 10,000 files takes a while."""
    return sum(_sizes(folder))


def _sizes(folder: str) -> Iterator[int]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(SAVING):
                    continue  # second names of files that are counted where they lie
                if entry.is_dir(follow_symlinks=False):
                    yield from _sizes(entry.path)
                else:
                    yield entry.stat(follow_symlinks=False).st_size
    except FileNotFoundError:  # it goes while we count
        return
