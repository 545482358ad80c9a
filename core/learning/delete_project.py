"""Deleting a project for good: only its own folder, and only while nothing works in it."""

from core.jobs.background import busy, stop_all
from core.jobs.queue.protocol import ENDED
from core.project.project import Project
from core.project.workspace import Workspace
from core.training.finetune.lr_find import lr_search
from core.training.quick.quick import TRAINING


class StillAtWork(Exception):
    """Something works in the project; the message says what, and what to do."""


def delete_project(workspace: Workspace, project: Project) -> Project:
    """Delete `project`, one of `workspace`; returns the one that is open then.

    Raises StillAtWork, and deletes nothing, while a training or an intake is on its way. What only
    looks at its pictures is stopped.
    """
    if said := at_work(project):
        raise StillAtWork(said)
    stop_all(project)
    workspace.delete(project.id)
    return workspace.current()


def at_work(project: Project) -> str:
    """What must end before the project can go, as a sentence; "" when nothing must."""
    search = lr_search(project)
    if any(run.status not in ENDED for run in project.runs.all()) or (search and not search.ended):
        return TRAINING.must_end
    return next((kind.must_end for kind in busy(project) if kind.must_end), "")
