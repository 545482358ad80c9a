"""A project goes for good, alone, and never under the hands of something that works in it."""

import threading
from collections.abc import Callable

import pytest

from core.gather.arrivals import Arrivals, Incoming, from_files
from core.gather.intake import INTAKES, start_intake, take_in
from core.learning.delete_project import StillAtWork, delete_project
from core.project.project import Project
from core.project.workspace import Workspace
from tests.app import workspace_of
from tests.core.gather.pictures import as_file, noise


def with_a_picture(project: Project) -> Project:
    take_in(project, from_files([("a.png", as_file(noise(1)))], "bear"))
    return project


def test_only_its_own_folder_goes(home: object) -> None:
    workspace = Workspace.create()
    kept = with_a_picture(workspace.new_project("kept"))
    gone = with_a_picture(workspace.new_project("gone"))
    assert delete_project(workspace, gone).id == kept.id
    assert [path.name for path in (workspace.path / "projects").iterdir()] == [kept.id]
    assert kept.dataset.image_path(kept.dataset.images()[0].id).exists()


def test_the_last_one_leaves_an_empty_one(project: Project) -> None:
    workspace = workspace_of(project)
    left = delete_project(workspace, with_a_picture(project))
    assert left.id != project.id and left.dataset.images() == [] and not project.path.exists()


@pytest.mark.parametrize("status", ["queued", "running"])
def test_not_while_a_training_is_on_its_way(project: Project, status: str) -> None:
    workspace = workspace_of(project)
    version = with_a_picture(project).versions.freeze("fine-tune")
    run = project.runs.create("fine-tune", {}, version.number)
    project.runs.update(run.id, status=status)
    with pytest.raises(StillAtWork, match="Stop it on Train"):
        delete_project(workspace, project)
    assert project.dataset.images()
    project.runs.update(run.id, status="stopped")
    delete_project(workspace, project)
    assert not project.path.exists()


def test_not_while_pictures_come_in(project: Project, until: Callable[..., None]) -> None:
    workspace = workspace_of(project)
    go_on = threading.Event()

    def read() -> bytes:
        go_on.wait(60)
        return as_file(noise(2))

    start_intake(project, Arrivals(1, [Incoming("a.png", "bear", "files", read)]))
    with pytest.raises(StillAtWork, match="coming in"):
        delete_project(workspace, project)
    go_on.set()
    until(lambda: (now := INTAKES.progress(project)) is not None and now.state == "finished")
    assert len(project.dataset.images()) == 1
