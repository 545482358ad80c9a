"""Keys of a home of before: afterwards no file holds one, and everything is where it was."""

import os
import sqlite3
from pathlib import Path

import pytest

from core.jobs import keys_off_disk
from core.jobs.keys_off_disk import take_keys_off_disk
from core.project.database import let_go
from core.project.project import Project
from core.project.workspace import Workspace
from tests.core.key_leaks import files_with

KEY = "QtX-3x_ZpT0aTw1pNnW8dA"


@pytest.fixture
def before(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace as commit d943d4b had it: its key is its folder's name, and in files of all kinds
    that it left."""
    monkeypatch.setattr("core.project.workspace.folder_name", lambda key: key)
    monkeypatch.setattr("core.project.workspace.new_key", lambda: KEY)
    workspace = Workspace.create()
    project = workspace.current()
    project.rename("Bears")
    fill(project)
    write_queue(home, project)
    let_go(project.path)
    monkeypatch.undo()
    monkeypatch.setenv("DRIVETRAIN_HOME", str(home))
    return workspace.path


def fill(project: Project) -> None:
    version = project.versions.freeze("fine-tune").number
    run = project.runs.create("finetune", {}, version)
    project.runs.update(run.id, status="failed", results={"message": f"No {project.path}/x.jpg"})
    folder = project.runs.folder(run.id)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "spec.json").write_text(f'{{"project": "{project.path}"}}')
    (folder / "worker.log").write_text(f"FileNotFoundError: {project.path}/x.jpg\n")
    (folder / "odd.bin").write_bytes(b"\0\1" + str(project.path).encode() + b"\2")
    write_pickle(folder / "export.pkl", project.path)


def write_pickle(file: Path, path: Path) -> None:
    import torch

    torch.save({"path": str(path), "weights": torch.arange(5.0)}, file)


def write_queue(home: Path, project: Project) -> None:
    from core.jobs.queue.queue import JobQueue, Resources

    queue = JobQueue(home / "jobs.sqlite")
    queue.add(project.runs.folder("deleted1"), Resources())
    with sqlite3.connect(home / "jobs.sqlite") as line:
        line.execute("delete from line")
        line.execute("insert into turn values (?, 1.0, 2.0, 3.0)", (KEY,))
    queue.add(project.runs.folder("waiting1"), Resources())


def test_no_file_holds_the_key_and_all_is_there(home: Path, before: Path) -> None:
    assert len(files_with(KEY, home)) > 6
    take_keys_off_disk(home)
    assert files_with(KEY, home) == []
    workspace = Workspace.open(KEY)
    project = workspace.current()
    assert project.name == "Bears"
    [run] = project.runs.all()
    assert str(project.path) in run.results["message"]
    assert str(project.path) in (project.runs.folder(run.id) / "spec.json").read_text()


def test_a_pickle_opens_as_before(home: Path, before: Path) -> None:
    import torch

    take_keys_off_disk(home)
    [file] = home.rglob("export.pkl")
    kept = torch.load(file, weights_only=True)
    assert kept["weights"].tolist() == [0, 1, 2, 3, 4]
    assert len(kept["path"]) == len(str(before)) + len("/projects/") + 16


def test_waiting_jobs_are_found_at_their_new_place(home: Path, before: Path) -> None:
    from core.jobs.queue.queue import JobQueue

    take_keys_off_disk(home)
    project, queue = Workspace.open(KEY).current(), JobQueue(home / "jobs.sqlite")
    job = queue.find(project.runs.folder("waiting1"))
    assert job is not None
    assert job.workspace == project.path.parents[1].name
    assert queue.used_since(0.0) == {job.workspace: 1.0}


@pytest.mark.parametrize("step", range(12))
def test_cut_off_at_any_step_the_next_start_ends_it(
    home: Path, before: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = iter(range(100))

    def cut(name: str) -> None:
        real = getattr(keys_off_disk, name)

        def once(*arguments: object) -> object:
            if next(steps) == step:
                raise KeyboardInterrupt
            return real(*arguments)

        monkeypatch.setattr(keys_off_disk, name, once)

    for name in ("_move", "_clean", "_rename_in_tables"):
        cut(name)
    try:
        take_keys_off_disk(home)
    except KeyboardInterrupt:
        monkeypatch.undo()
        monkeypatch.setenv("DRIVETRAIN_HOME", str(home))
        take_keys_off_disk(home)
    assert files_with(KEY, home) == []
    assert Workspace.open(KEY).current().name == "Bears"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_the_home_is_closed_to_other_accounts(home: Path) -> None:
    home.chmod(0o755)
    take_keys_off_disk(home)
    assert home.stat().st_mode & 0o077 == 0


def test_a_workspace_that_cannot_move_opens_where_it_is(
    home: Path, before: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "rename", refused)
    take_keys_off_disk(home)
    assert Workspace.open(KEY).path == before
