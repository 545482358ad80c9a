"""What waits until nothing works in a project: deleting it for good, and giving the workspace a new
address, for a learner whose address was seen by somebody else."""

from core.content import says
from core.deploy.published.publication import moved_workspace, unpublish
from core.jobs.background import busy, stop_all
from core.jobs.queue.protocol import ENDED
from core.project.project import Project
from core.project.workspace import Workspace
from core.training.finetune.lr_find import lr_search
from core.training.quick.quick import TRAINING


class StillAtWork(Exception):
    """Something works in the project; the message says what, and what to do."""


def delete_project(workspace: Workspace, project: Project) -> Project:
    """Delete `project`, one of `workspace`, and end what it publishes; returns the one that is open
    then.

    Raises StillAtWork, and deletes nothing, while a training or an intake is on its way. What only
    looks at its pictures is stopped.
    """
    if said := at_work(project):
        raise StillAtWork(said)
    stop_all(project)
    unpublish(project)
    workspace.delete(project.id)
    return workspace.current()


def at_work(project: Project) -> str:
    """What must end before the project can go, as a sentence; "" when nothing must."""
    search = lr_search(project)
    if any(run.status not in ENDED for run in project.runs.all()) or (search and not search.ended):
        return TRAINING.must_end
    return next((kind.must_end for kind in busy(project) if kind.must_end), "")


_IN_USE = says("journey", "something_still_reads")


def give_new_address(workspace: Workspace) -> Workspace:
    """Returns the same work under a new key; the key of before opens nothing any more, and what was
    published stays where it is.

    Raises StillAtWork, and changes nothing, while a training or an intake is on its way in any of
    its projects: it would go on writing where the folder was. What only looks is stopped.
    """
    projects = workspace.every_project()
    for project in projects:
        if said := at_work(project):
            raise StillAtWork(f"{project.name}: {said}")
    for project in projects:
        stop_all(project)
    try:
        moved = workspace.with_new_key()
    except OSError as error:
        raise StillAtWork(_IN_USE) from error
    moved_workspace(workspace.path, moved.path)
    return moved
