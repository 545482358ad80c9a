"""The end of a class: everything of it is deleted, at once or on the day shown from the start."""

import logging
import shutil
import sqlite3
import time
from pathlib import Path
from secrets import token_hex

from core.classroom import tables
from core.classroom.classes import NoSuchClass, SchoolClass, class_of_id, lead
from core.classroom.joined import joined_places
from core.classroom.learners import Learner, learner_of_id, learners_of
from core.classroom.sent import stop_work, take_back, take_back_in
from core.classroom.starting import begins_with
from core.deploy.published.publication import unpublish
from core.project.database import let_go
from core.project.forgetting import GONE, delete_folder
from core.project.project import Project
from core.project.workspace import Workspace

log = logging.getLogger(__name__)


def end_class(of: SchoolClass) -> None:
    """Delete a class for good: its learners' work, their guesses, and the class itself. Trainings
    that are on their way are stopped. Nobody can bring it back."""
    template = begins_with(of)
    _delete_joined(of.id)
    for learner in learners_of(of.id):
        _delete(learner)
    if template is not None:
        _delete_workspace(template.path.parents[1])
    with tables.writing() as table:
        for name in ("guess", "wall", "lent", "swap", "learner"):
            table.execute(f"DELETE FROM {name} WHERE class = ?", (of.id,))
        table.execute("DELETE FROM class WHERE id = ?", (of.id,))
    tables.forget_for_good()


def delete_learner(learner: Learner) -> None:
    """Delete one learner of a class for good: their work, guesses and line in the summary, and the
    pictures that they sent to classmates. A joined set goes as a whole; what others opened of it
    loses their pictures."""
    take_back(learner)
    _forget_in_joined(learner)
    _delete(learner)
    lead(learner.class_id, lambda now: {})  # news: what classmates see may have changed


def _delete(learner: Learner) -> None:
    _delete_workspace(learner.folder)
    with tables.writing() as table:
        table.execute("DELETE FROM guess WHERE learner = ?", (learner.id,))
        table.execute(
            "DELETE FROM wall WHERE learner = ? OR (learner = '' AND class = ?)",
            (learner.id, learner.class_id),
        )
        table.execute("DELETE FROM lent WHERE learner = ?", (learner.id,))
        table.execute("DELETE FROM swap WHERE ? IN (owner, tester)", (learner.id,))
        table.execute("DELETE FROM learner WHERE id = ?", (learner.id,))


def delete_learner_of(class_id: str, learner_id: str) -> None:
    """Delete one learner by their id, where they are in this class."""
    if learner := learner_of_id(class_id, learner_id):
        delete_learner(learner)


def end_what_is_due(now: float | None = None) -> int:
    """Delete the classes whose day has come; returns how many there were."""
    if not tables.there_are_classes():
        return 0
    with tables.reading() as table:
        due = table.execute(
            "SELECT id FROM class WHERE ends <= ?", (time.time() if now is None else now,)
        ).fetchall()
    for (class_id,) in due:
        try:
            end_class(class_of_id(class_id))
        except (OSError, sqlite3.Error, NoSuchClass):
            log.warning("A class could not be deleted; the next try follows", exc_info=True)
    return len(due)


def _delete_joined(class_id: str) -> None:
    """Delete the joined set and every copy of it."""
    joined, copies = joined_places(class_id)
    for folder in joined:
        _delete_workspace(folder.parents[1])
    for folder in copies:
        if folder.is_dir():
            _delete_project(Project(folder))
    with tables.writing() as table:
        table.execute("DELETE FROM joined WHERE class = ?", (class_id,))


def _forget_in_joined(learner: Learner) -> None:
    """Delete the joined set that has pictures of a learner, and take those out of its copies."""
    joined, copies = joined_places(learner.class_id)
    for folder in joined:
        _delete_workspace(folder.parents[1])
    for folder in copies:
        if folder.is_dir():
            take_back_in(Project(folder), learner)


def _delete_workspace(folder: Path) -> None:
    """Delete a workspace whatever is at work in it, and what caches know of its pictures."""
    if not folder.is_dir():
        return
    for project in Workspace("", folder).every_project():
        _delete_project(project)
    shutil.rmtree(folder, ignore_errors=True)


def _delete_project(project: Project) -> None:
    stop_work(project)
    unpublish(project)
    let_go(project.path)
    gone = project.path.with_name(f"{GONE}{token_hex(6)}")
    project.path.rename(gone)
    delete_folder(gone)
