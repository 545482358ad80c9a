"""A backup of a home in use is whole: every picture that its tables name is there."""

import threading
from pathlib import Path

import pytest

from core.project.backup import back_up
from core.project.project import Project
from core.project.servers import THIS
from core.project.workspace import Workspace
from core.starter.starter_sets import add_starter


def missing(project: Project) -> list[str]:
    """The pictures that a project names and does not have."""
    images = project.dataset.images()
    return [one.id for one in images if not project.dataset.image_path(one.id).exists()]


def test_it_is_whole_while_somebody_deletes_and_brings_in(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.create()
    project = workspace.current()
    add_starter(project, per_class=1)
    run = project.runs.create("quick", {}, project.versions.freeze().number)
    add_starter(project, per_class=12)  # no version names these: removed, their files go
    (project.runs.folder(run.id) / "head.npz").write_bytes(b"learned")
    THIS.enter(home)
    over = threading.Event()

    def work() -> None:
        second = workspace.new_project("Another")
        while not over.is_set():
            second.rename("Renamed")
            for image in project.dataset.images()[:1]:
                project.dataset.remove([image.id])

    worker = threading.Thread(target=work)
    worker.start()
    try:
        back_up(home, tmp_path / "backup")
    finally:
        over.set()
        worker.join()
    monkeypatch.setenv("DRIVETRAIN_HOME", str(tmp_path / "backup"))
    restored = Workspace.open(workspace.key)
    assert len(restored.every_project()) >= 1
    for one in restored.every_project():
        assert missing(one) == []
    [old] = [one for one in restored.every_project() if one.id == project.id]
    assert (old.runs.folder(run.id) / "head.npz").read_bytes() == b"learned"
    assert not (tmp_path / "backup" / "servers").exists()


def test_the_next_one_brings_what_is_new_and_takes_away_what_is_gone(
    home: Path, tmp_path: Path
) -> None:
    workspace = Workspace.create()
    kept, gone = workspace.new_project("kept"), workspace.new_project("gone")
    to = tmp_path / "backup"
    add_starter(kept, per_class=2)
    first = back_up(home, to)
    [picture, *_] = to.rglob("*.jpg")
    written = picture.stat().st_ino
    workspace.delete(gone.id)
    kept.rename("Renamed")
    assert back_up(home, to) < first
    assert picture.stat().st_ino == written
    again = Project.open(to / kept.path.relative_to(home))
    assert again.name == "Renamed" and missing(again) == []
    assert not (to / gone.path.relative_to(home) / "project.sqlite").exists()
