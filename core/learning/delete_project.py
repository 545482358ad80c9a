"""Deleting a project for good: only its own folder, and only while nothing works in it."""

from __future__ import annotations

from core.curation.health.health_jobs import stop_check
from core.gather.intake_jobs import intake
from core.gather.search_jobs import forget_search, stop_search
from core.jobs.queue.protocol import ENDED
from core.project.project import Project
from core.project.workspace import Workspace
from core.starter.bear_studio import rendering
from core.training.finetune.lr_find import lr_search
from core.training.quick.quick_jobs import quick_progress
from core.training.quick.size_trials import stop_sizes


class StillAtWork(Exception):
    """Something works in the project; the message says what, and what to do."""


def delete_project(workspace: Workspace, project: Project) -> Project:
    """Delete `project`, one of `workspace`; returns the one that is open then.

    Raises StillAtWork, and deletes nothing, while a training or an intake is on its way. What only
    looks at its pictures is stopped.
    """
    if said := at_work(project):
        raise StillAtWork(said)
    for stop in (stop_check, stop_search, stop_sizes, forget_search):
        stop(project)
    workspace.delete(project.id)
    return workspace.current()


def at_work(project: Project) -> str:
    """What must end before the project can go, as a sentence; "" when nothing must."""
    if _training(project):
        return "A training is on its way here. Stop it on Train, then delete the project."
    if _arriving(project):
        return "Pictures are still coming in. Stop that on Gather, then delete the project."
    return ""


def _training(project: Project) -> bool:
    quick, search = quick_progress(project), lr_search(project)
    return (
        any(run.status not in ENDED for run in project.runs.all())
        or bool(quick and quick.state == "running")
        or bool(search and not search.ended)
    )


def _arriving(project: Project) -> bool:
    coming, drawing = intake(project), rendering(project)
    return bool(coming and coming.state == "running") or bool(
        drawing and drawing.state == "running"
    )
