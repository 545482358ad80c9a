"""What a learner of a class begins with: a copy of one project that is made once for all."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from secrets import token_hex

from core.classroom import tables
from core.classroom.classes import SchoolClass, class_of_id
from core.classroom.learners import CannotJoin, Learner, join
from core.gather.phone.tray import FOLDER as TRAY
from core.learning.paths.paths import Place, give_own_path, go_to
from core.project.connections import names_held
from core.project.database import CONNECTIONS, FILE, let_go
from core.project.dataset.files import KEPT_PX
from core.project.disk import SAVING, home, place_in_home
from core.project.limits import disk_is_short
from core.project.project import Project, ProjectUnreadable
from core.project.soon import WAITING
from core.project.workspace import Workspace
from core.starter.starter_sets import STARTERS, add_starter

Progress = Callable[[int, int], None]
SHOWN_PX = (KEPT_PX, 160)  # of the thumbnails that pages show, made once for everybody
_PICTURES = {"images", "thumbnails"}  # folders whose files are replaced, never written in place

# What a teacher guessed, wrote and visited is no part of what a learner begins with.
_OF_THE_TEACHER = (
    "guess_", "report_", "simulator_guesses", "train_guess", "visited", "path.", "tour", "time.",
    "learning.", "questionnaire.", "reveal_rounds",
)  # fmt: skip


def begin_with_starter(of: SchoolClass, name: str, progress: Progress) -> None:
    """Make the project that everybody in a class begins with, from a starter set. Raises KeyError
    for a name that is none, OSError on a full disk."""
    workspace = Workspace.create()
    project = workspace.new_project(STARTERS[name].headline)
    add_starter(project, name, progress=progress)
    for image in project.dataset.images():
        for size in SHOWN_PX:
            project.dataset.thumbnail(image.id, size)
    _keep(of, project)


def begin_with_project(of: SchoolClass, own: Project) -> None:
    """Make the project that everybody in a class begins with, from the teacher's own: pictures,
    labels, plan and models, without guesses and answers. Raises OSError on a full disk."""
    workspace = Workspace.create()
    project = copied(own, workspace.path / "projects" / token_hex(8))
    with project.writing() as connection:
        connection.execute("DELETE FROM answer")
        for prefix in _OF_THE_TEACHER:
            connection.execute(
                "DELETE FROM setting WHERE substr(name, 1, ?) = ?", (len(prefix), prefix)
            )
    _keep(of, project)


def begins_with(of: SchoolClass) -> Project | None:
    """Return the project that everybody in a class begins with; None where it is empty."""
    with tables.reading() as table:
        row = table.execute("SELECT template FROM class WHERE id = ?", (of.id,)).fetchone()
    if row is None or not row[0]:
        return None
    try:
        return Project.open(home() / row[0])
    except ProjectUnreadable:
        return None


def join_class(of: SchoolClass, nickname: str) -> tuple[Workspace, Learner]:
    """Return the new workspace of a learner who joined, and the learner: with the project to begin
    with, on the class's path. Raises CannotJoin, and leaves nothing behind then."""
    if disk_is_short(home()):
        raise CannotJoin("no_room")
    workspace = Workspace.create()
    try:
        learner = join(class_of_id(of.id), nickname, workspace)
    except BaseException:
        shutil.rmtree(workspace.path, ignore_errors=True)
        raise
    try:
        project = _first_project(of, workspace)
        _set_on_path(of, project)
    except (OSError, sqlite3.Error) as error:
        _undo(learner, workspace)
        raise CannotJoin("no_room") from error
    return workspace, learner


def copied(source: Project, target: Path) -> Project:
    """Return a copy of a project in a new folder, which appears whole or not at all. Pictures are
    never written again once they are there, so the copy is a second name for each where the disk
    gives one: thirty copies take the room of one."""
    WAITING.write(source.path)
    draft = target.with_name(f".new-{target.name}")
    try:
        with names_held(source.path), source.holding():
            shutil.copytree(source.path, draft, copy_function=_second_name, ignore=_not_to_copy)
            with (
                CONNECTIONS.borrowed(source.path / FILE) as tables_here,
                closing(sqlite3.connect(draft / FILE)) as there,
            ):
                tables_here.backup(there)
                there.execute("PRAGMA journal_mode = WAL")
        let_go(draft)
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Project(target)


def _keep(of: SchoolClass, project: Project) -> None:
    place = place_in_home(project.path)
    with tables.writing() as table:
        table.execute("UPDATE class SET template = ? WHERE id = ?", (place, of.id))


def _first_project(of: SchoolClass, workspace: Workspace) -> Project:
    template = begins_with(of)
    if template is None:
        return workspace.current()
    project = copied(template, workspace.path / "projects" / token_hex(8))
    return workspace.switch(project.id)


def _set_on_path(of: SchoolClass, project: Project) -> None:
    if of.path.pages:
        give_own_path(project, of.path.pages)
    lead = class_of_id(of.id).lead
    go_to(project, Place(of.path.guided(), lead.called if lead.together else 0))


def _undo(learner: Learner, workspace: Workspace) -> None:
    with tables.writing() as table:
        table.execute("DELETE FROM learner WHERE id = ?", (learner.id,))
    shutil.rmtree(workspace.path, ignore_errors=True)


def _second_name(source: str, target: str) -> None:
    """A second name for a picture, a copy of what may be written again."""
    if Path(source).suffix == ".jpg" and _PICTURES.intersection(Path(source).parts):
        try:
            os.link(source, target)
            return
        except OSError:
            pass
    shutil.copy2(source, target)


def _not_to_copy(folder: str, names: list[str]) -> list[str]:
    return [
        name
        for name in names
        if name.startswith((FILE, SAVING))
        or (name in ("arrival", TRAY) and Path(folder, FILE).exists())
    ]
