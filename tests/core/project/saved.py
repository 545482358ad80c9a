"""A project as it is saved, for tests that look into it."""

from contextlib import closing

from core.project.archive.saving import saved_project
from core.project.project import Project


def zipped(project: Project) -> bytes:
    """The whole ZIP."""
    with closing(saved_project(project)) as saved:
        return b"".join(saved.pieces)
