"""The model that every home gets: a quick run on a folder of photos, or on Bear World."""

from pathlib import Path

from core.gather.as_read import from_folder
from core.gather.intake import take_in
from core.project.project import Project
from core.project.records import RunRecord
from core.project.workspace import Workspace
from core.starter.starter_sets import add_starter
from core.training.quick.quick import train_quick


def trained_on(folder: Path | None) -> tuple[Project, RunRecord]:
    """A new project in the home of now, and its finished run."""
    project = Workspace.create().current()
    if folder is None:
        add_starter(project, "bears")
    else:
        files = sorted(path for path in folder.glob("*/*") if path.is_file())
        take_in(
            project,
            from_folder((one.relative_to(folder).as_posix(), one.read_bytes()) for one in files),
        )
    return project, train_quick(project)
