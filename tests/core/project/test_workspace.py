"""A workspace is found by its id alone, and holds many projects."""

from pathlib import Path

import pytest

from core.project.project import ProjectUnreadable
from core.project.workspace import Workspace, WorkspaceNotFound
from tests.core.project.pictures import pictures


def test_a_workspace_is_found_again_with_its_open_project(home: Path) -> None:
    workspace = Workspace.create()
    workspace.current().rename("Bears")
    second = workspace.new_project("Waste")
    again = Workspace.open(workspace.id)
    assert again.current().id == second.id
    assert {info.name for info in again.projects()} == {"Bears", "Waste"}


@pytest.mark.parametrize("workspace_id", ["", "..", "../../etc", "a" * 15, "A" * 22, "x/" * 12])
def test_an_id_that_names_no_workspace_is_refused(home: Path, workspace_id: str) -> None:
    with pytest.raises(WorkspaceNotFound):
        Workspace.open(workspace_id)


def test_ids_are_long_and_differ(home: Path) -> None:
    ids = {Workspace.create().id for _ in range(5)}
    assert len(ids) == 5
    assert all(len(workspace_id) >= 22 for workspace_id in ids)


def test_switching_and_deleting(home: Path) -> None:
    workspace = Workspace.create()
    first = workspace.current()
    first.dataset.add(pictures(2, "a", "b"))
    second = workspace.new_project("")
    assert workspace.switch(first.id).id == first.id
    workspace.delete(first.id)
    assert workspace.current().id == second.id
    with pytest.raises(ProjectUnreadable):
        workspace.switch(first.id)


def test_a_damaged_pointer_does_no_harm(home: Path) -> None:
    workspace = Workspace.create()
    first = workspace.current()
    (workspace.path / "workspace.json").write_text("{not json")
    assert workspace.current().id == first.id


def test_a_half_made_project_is_not_listed(home: Path) -> None:
    workspace = Workspace.create()
    (workspace.path / "projects" / "0123456789abcdef").mkdir()
    (workspace.path / "projects" / ".new-0123456789abcdef").mkdir()
    assert workspace.projects() == []
