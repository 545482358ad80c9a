"""A new address for a workspace, for a learner whose address was seen by somebody else."""

from core.jobs.background import stop_all
from core.learning.delete_project import StillAtWork, at_work
from core.project.workspace import Workspace

_IN_USE = "Something still reads your pictures. Wait a moment, then try again."


def give_new_address(workspace: Workspace) -> Workspace:
    """Returns the same work under a new key; the key of before opens nothing any more.

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
        return workspace.with_new_key()
    except OSError as error:
        raise StillAtWork(_IN_USE) from error
