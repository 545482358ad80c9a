"""A workspace gets a new key: the work comes along, the key of before opens nothing."""

import threading

import pytest

from core.drivetrain.costs.starting_costs import LEVER_FOR_CLASS
from core.gather.intake import INTAKES
from core.jobs.background import Job, busy
from core.learning.delete_project import StillAtWork, give_new_address
from core.project.workspace import Workspace, WorkspaceNotFound
from tests.core.project.pictures import pictures
from tests.waiting import until


def test_the_work_comes_along_and_the_old_key_opens_nothing(home: object) -> None:
    workspace = Workspace.create()
    first = workspace.current()
    first.dataset.add(pictures(3, "bear"))
    first.settings.set_soon(LEVER_FOR_CLASS, {"bear": "kept"})
    second = workspace.new_project("Waste")
    moved = give_new_address(workspace)
    assert moved.key != workspace.key and not workspace.path.exists()
    with pytest.raises(WorkspaceNotFound):
        Workspace.open(workspace.key)
    again = Workspace.open(moved.key)
    assert again.current().id == second.id
    assert {info.id for info in again.projects()} == {first.id, second.id}
    here = again.switch(first.id)
    assert len(here.dataset.images()) == 3
    assert here.settings.get(LEVER_FOR_CLASS) == {"bear": "kept"}
    assert all(here.dataset.image_path(image.id).exists() for image in here.dataset.images())


def test_it_can_be_worked_on_at_once_and_moved_again(home: object) -> None:
    moved = give_new_address(give_new_address(Workspace.create()))
    moved.current().dataset.add(pictures(2, "bear"))
    assert moved.current().dataset.classes() == {"bear": 2}


def test_not_while_pictures_come_in(home: object) -> None:
    workspace, go = Workspace.create(), threading.Event()
    project = workspace.current()

    def work(_job: Job[object]) -> None:
        go.wait(60)

    INTAKES.start(project, work)  # type: ignore[arg-type]
    with pytest.raises(StillAtWork):
        give_new_address(workspace)
    assert Workspace.open(workspace.key).current().id == project.id
    go.set()
    until(lambda: not busy(project))
    assert give_new_address(workspace).current().id == project.id


def test_not_while_a_training_runs(home: object) -> None:
    workspace = Workspace.create()
    project = workspace.current()
    project.dataset.add(pictures(3, "bear"))
    run = project.runs.create("finetune", {}, project.versions.freeze().number)
    with pytest.raises(StillAtWork):
        give_new_address(workspace)
    project.runs.update(run.id, status="stopped")
    assert give_new_address(workspace).key
