"""A workspace is found by its key alone, and holds many projects."""

from pathlib import Path

import pytest

from core.project.project import ProjectUnreadable
from core.project.workspace import Workspace, WorkspaceNotFound, folder_name, new_key
from tests.core.project.pictures import pictures


def test_a_workspace_is_found_again_with_its_open_project(home: Path) -> None:
    workspace = Workspace.create()
    workspace.current().rename("Bears")
    second = workspace.new_project("Waste")
    again = Workspace.open(workspace.key)
    assert again.current().id == second.id
    assert {info.name for info in again.projects()} == {"Bears", "Waste"}


@pytest.mark.parametrize("key", ["", "..", "../../etc", "a" * 15, "A" * 22, "x/" * 12])
def test_a_key_that_names_no_workspace_is_refused(home: Path, key: str) -> None:
    with pytest.raises(WorkspaceNotFound):
        Workspace.open(key)


def test_keys_are_long_and_differ(home: Path) -> None:
    keys = {Workspace.create().key for _ in range(5)}
    assert len(keys) == 5
    assert all(len(key) >= 22 for key in keys)


def test_the_folder_does_not_tell_the_key_and_its_name_opens_nothing(home: Path) -> None:
    workspace = Workspace.create()
    assert workspace.key not in str(workspace.path)
    assert workspace.path.name == folder_name(workspace.key) != folder_name(new_key())
    with pytest.raises(WorkspaceNotFound) as refused:
        Workspace.open(workspace.path.name)
    assert workspace.path.name not in str(refused.value)


def test_a_home_that_is_made_here_is_open_to_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_HOME", str(tmp_path / "new"))
    Workspace.create()
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


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
