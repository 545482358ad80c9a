"""A project is saved as it stands at one moment, whatever its learner does meanwhile."""

import errno
import io
import json
import os
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.learning.rename_class import rename_class
from core.project.archive.archive import save_archive
from core.project.archive.saving import CannotBeSaved, saved_project
from core.project.archive.streamed_zip import PIECE, Member, file_pieces, zip_length, zip_pieces
from core.project.archive.tables_out import json_pieces, read_rows
from core.project.disk import SAVING
from core.project.limits import _size_at as limits_of_before
from core.project.project import Project
from core.project.sweeping import sweep_projects
from core.project.workspace import Workspace
from tests.core.project.pictures import pictures
from tests.core.project.test_archive import live_in
from tests.core.project.test_sweeping import age


def rows(project: Project) -> dict[str, Any]:
    with project.reading() as connection:
        return read_rows(connection)


def change_all(project: Project) -> None:
    """Everything that a learner can do to rows and files."""
    images = project.dataset.images()
    project.dataset.remove([image.id for image in images[:4]])
    project.dataset.add(pictures(3, "wolf", start=300))
    rename_class(project, "bear", "grizzly")
    for run in project.runs.all():
        project.runs.delete(run.id)


def test_what_changes_meanwhile_does_not_reach_the_zip(project: Project, tmp_path: Path) -> None:
    live_in(project)
    project.dataset.add(pictures(4, "fox", start=100))  # that no version names
    before = rows(project)
    file = tmp_path / "saved.zip"
    with closing(saved_project(project)) as saved, file.open("wb") as out:
        out.write(next(saved.pieces))
        change_all(project)
        out.writelines(saved.pieces)
    assert rows(project) != before
    opened = Workspace.create().open_archive(file)
    assert rows(opened) == before
    assert {path.name for path in opened.path.glob("runs/*/*")} == {"head.npz", "outcome.npz"}


def test_the_length_is_known_before_it_is_made(project: Project) -> None:
    live_in(project)
    with closing(saved_project(project)) as saved:
        assert saved.length == sum(map(len, saved.pieces))


def test_it_comes_in_small_pieces(tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(os.urandom(20 * PIECE))
    member = Member("large", lambda: file_pieces(large, 20 * PIECE), 20 * PIECE)
    pieces = list(zip_pieces([member] * 2))
    assert max(map(len, pieces)) < 3 * PIECE
    assert zip_length([member] * 2) == sum(map(len, pieces))


def test_tables_are_the_same_in_pieces_and_at_once(project: Project) -> None:
    live_in(project)
    with project.reading() as connection:
        assert b"".join(json_pieces(connection)).decode() == json.dumps(read_rows(connection))


def test_a_file_that_shrank_breaks_the_zip_off(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"short")
    with pytest.raises(OSError, match="changed"):
        list(zip_pieces([Member("file", lambda: file_pieces(file, 10), 10)]))


def test_it_can_be_saved_where_files_get_no_second_name(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    live_in(project)
    monkeypatch.setattr(os, "link", refuse)
    with closing(saved_project(project)) as saved:
        whole = b"".join(saved.pieces)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
    assert list(project.path.parent.glob(f"{SAVING}*")) == []


def test_what_a_killed_server_held_goes_at_its_next_start(project: Project, home: Path) -> None:
    live_in(project)
    saved = saved_project(project)
    [held] = project.path.parent.glob(f"{SAVING}*")
    sweep_projects(home)
    assert held.exists(), "it may be on its way"
    age(held)
    sweep_projects(home)
    assert not held.exists()
    saved.close()


def test_a_project_that_is_only_looked_at_leaves_nothing(home: Path) -> None:
    visitor = Workspace.not_yet("a" * 22)
    with closing(saved_project(visitor.current())) as saved:
        assert sum(map(len, saved.pieces)) > 0
    assert not visitor.path.exists()


def test_what_is_too_large_to_be_opened_is_not_saved(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    live_in(project)
    monkeypatch.setenv("DRIVETRAIN_MAX_SAVED_MB", "1")
    saved = save_archive(project, tmp_path / "saved.zip")
    assert Workspace.create().open_archive(saved).dataset.images()
    (project.path / "runs" / "more").mkdir()
    (project.path / "runs" / "more" / "model.onnx").write_bytes(bytes(1_000_000))
    limits_of_before.cache_clear()
    with pytest.raises(CannotBeSaved):
        saved_project(project)
    assert list(project.path.parent.glob(f"{SAVING}*")) == []


def test_pictures_that_only_versions_name_can_be_saved_and_opened(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    project.dataset.add(pictures(3, "bear"))
    project.versions.freeze()
    project.dataset.remove([image.id for image in project.dataset.images()])
    project.dataset.add(pictures(3, "fox", start=100))
    monkeypatch.setenv("DRIVETRAIN_MAX_PROJECT_PICTURES", "3")
    saved = save_archive(project, tmp_path / "saved.zip")
    assert rows(Workspace.create().open_archive(saved)) == rows(project)
