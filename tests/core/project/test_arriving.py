"""A saved project comes in whole or not at all, for a ticket that a page showed."""

import os
import shutil
import time
from pathlib import Path

import pytest

from core.gather import open_saved
from core.gather.open_saved import OPENING, start_opening
from core.jobs.background import Stopped
from core.project import arriving
from core.project.archive.archive import save_archive
from core.project.arriving import Arrivals, NotTaken, sweep_arrivals
from core.project.project import Project
from core.project.workspace import Workspace, new_key
from tests.app import workspace_of
from tests.core.project.pictures import pictures
from tests.waiting import until


@pytest.fixture
def workspace(project: Project) -> Workspace:
    return workspace_of(project)


@pytest.fixture
def arrivals(monkeypatch: pytest.MonkeyPatch) -> Arrivals:
    fresh = Arrivals()
    monkeypatch.setattr(arriving, "ARRIVALS", fresh)
    return fresh


def put(arrivals: Arrivals, token: str, at: int, size: int, data: bytes) -> None:
    piece = arrivals.begin(token, at, size)
    piece.write(data)
    piece.close(whole=True)


def why(arrivals: Arrivals, token: str, at: int, size: int) -> str:
    with pytest.raises(NotTaken) as refusal:
        arrivals.begin(token, at, size)
    return refusal.value.why


def left(home: Path) -> list[Path]:
    return list((home / "arriving").rglob("*"))


def test_it_is_whole_once_all_pieces_are_there(
    arrivals: Arrivals, workspace: Workspace, home: Path
) -> None:
    token = arrivals.expect(workspace.path)
    put(arrivals, token, 0, 6, b"abc")
    assert arrivals.whole(token, workspace.path) is None
    assert why(arrivals, token, 5, 6) == "out_of_step"
    put(arrivals, token, 3, 6, b"def")
    assert arrivals.whole(token, home / "workspaces" / "another") is None
    file = arrivals.whole(token, workspace.path)
    assert file and file.read_bytes() == b"abcdef"
    assert why(arrivals, token, 0, 6) == "unknown", "a ticket is good for one file"


def test_a_piece_that_breaks_off_counts_for_nothing(
    arrivals: Arrivals, workspace: Workspace
) -> None:
    token = arrivals.expect(workspace.path)
    piece = arrivals.begin(token, 0, 6)
    piece.write(b"xyzuv")
    piece.close(whole=False)
    assert arrivals.there(token) == 0
    put(arrivals, token, 0, 6, b"abcdef")
    file = arrivals.whole(token, workspace.path)
    assert file and file.read_bytes() == b"abcdef"


def test_what_is_refused_and_why(
    arrivals: Arrivals, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    token = arrivals.expect(workspace.path)
    assert why(arrivals, "made-up", 0, 10) == "unknown"
    monkeypatch.setenv("DRIVETRAIN_MAX_SAVED_MB", "1")
    assert why(arrivals, token, 0, 1_000_001) == "too_large"
    assert why(arrivals, token, 0, 0) == "too_large"
    (workspace.path / "projects" / "large").write_bytes(bytes(600_000))
    with monkeypatch.context() as patch:
        patch.setenv("DRIVETRAIN_MAX_WORKSPACE_MB", "1")
        arriving.room_beside.__globals__["_size_at"].cache_clear()
        assert why(arrivals, token, 0, 900_000) == "workspace_full"
    with monkeypatch.context() as patch:
        patch.setenv("DRIVETRAIN_MIN_FREE_MB", "999999999")
        assert why(arrivals, token, 0, 900_000) == "no_room"
    with monkeypatch.context() as patch:
        patch.setattr(arriving, "disk_trouble", lambda _home: "read-only")
        assert why(arrivals, token, 0, 900_000) == "not_kept"
    assert left(home) == []


def test_more_than_was_said_is_refused(arrivals: Arrivals, workspace: Workspace) -> None:
    token = arrivals.expect(workspace.path)
    piece = arrivals.begin(token, 0, 3)
    with pytest.raises(NotTaken):
        piece.write(b"abcd")
    piece.close(whole=False)


def test_what_others_were_promised_counts(
    arrivals: Arrivals, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(
        arriving.shutil, "disk_usage", lambda _place: usage._replace(free=1_000_000_000)
    )
    monkeypatch.setenv("DRIVETRAIN_MIN_FREE_MB", "100")
    first, second = arrivals.expect(workspace.path), arrivals.expect(workspace.path)
    put(arrivals, first, 0, 300_000_000, b"x")
    assert why(arrivals, second, 0, 300_000_000) == "no_room"
    arrivals.drop(first)
    put(arrivals, second, 0, 300_000_000, b"x")


def test_stopping_and_waiting_in_vain_leave_nothing(
    arrivals: Arrivals, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    token = arrivals.expect(workspace.path)
    put(arrivals, token, 0, 6, b"abc")
    assert len(left(home)) == 2
    arrivals.drop(token)
    assert left(home) == []
    put(arrivals, token, 0, 6, b"abc")
    monkeypatch.setattr(arriving, "IDLE_S", -1)
    arrivals.sweep()
    assert left(home) == []
    assert why(arrivals, token, 3, 6) == "unknown"


def test_what_a_killed_server_left_goes_and_is_said_once(
    arrivals: Arrivals, workspace: Workspace, home: Path
) -> None:
    put(arrivals, arrivals.expect(workspace.path), 0, 6, b"abc")
    assert not arrivals.broke_off(workspace.path), "it is on its way"
    after = Arrivals()
    assert after.broke_off(workspace.path)
    assert left(home) == []
    assert not after.broke_off(workspace.path)


def test_it_is_said_even_where_it_was_swept(
    arrivals: Arrivals, workspace: Workspace, home: Path
) -> None:
    put(arrivals, arrivals.expect(workspace.path), 0, 6, b"abc")
    [file] = [path for path in left(home) if path.is_file()]
    os.utime(file, (time.time() - 7200,) * 2)
    sweep_arrivals(home)
    assert not file.exists()
    assert Arrivals().broke_off(workspace.path)


def arrived(workspace: Workspace, saved: Path) -> Path:
    file = arriving._folder(workspace.path) / "x.zip"
    file.parent.mkdir(parents=True)
    shutil.copy(saved, file)
    return file


def ended(project: Project) -> str:
    until(lambda: OPENING.progress(project).state != "running", 60, "the opening")
    return OPENING.progress(project).state


def test_it_is_opened_beside_the_one_that_is_open(
    project: Project, workspace: Workspace, tmp_path: Path, home: Path
) -> None:
    project.dataset.add(pictures(3, "bear"))
    file = arrived(workspace, save_archive(project, tmp_path / "saved.zip"))
    start_opening(workspace, project, file)
    assert ended(project) == "finished"
    assert workspace.current().id == project.id
    assert len(workspace.switch(OPENING.progress(project).result).dataset.images()) == 3
    assert left(home) == []


def test_where_nothing_is_kept_yet_it_is_found_under_the_project_that_a_page_shows(
    project: Project, tmp_path: Path, home: Path
) -> None:
    saved = save_archive(project, tmp_path / "saved.zip")
    fresh = Workspace.not_yet(new_key())
    shown = fresh.current()
    start_opening(fresh, shown, arrived(fresh, saved))
    assert ended(shown) == "finished"
    now = Workspace.open(fresh.key).current()
    assert now.id == shown.id and OPENING.progress(now).result != now.id


def test_stopped_it_leaves_nothing(
    project: Project, workspace: Workspace, tmp_path: Path, home: Path
) -> None:
    project.dataset.add(pictures(3, "bear"))
    file = arrived(workspace, save_archive(project, tmp_path / "saved.zip"))
    with open_saved._turn:  # another project is opened
        start_opening(workspace, project, file)
        until(lambda: OPENING.progress(project).waiting, 60, "its turn")
        OPENING.stop(project)
        assert ended(project) == "stopped"
    assert left(home) == []
    assert [path.name for path in (workspace.path / "projects").iterdir()] == [project.id]


def test_stopped_half_way_it_leaves_nothing(
    project: Project, workspace: Workspace, tmp_path: Path
) -> None:
    def stop(fraction: float) -> None:
        if fraction > 0:
            raise Stopped

    project.dataset.add(pictures(70, "bear"))
    saved = save_archive(project, tmp_path / "saved.zip")
    with pytest.raises(Stopped):
        workspace.add_archive(saved, stop)
    assert [path.name for path in (workspace.path / "projects").iterdir()] == [project.id]


def test_what_is_no_project_is_said_and_deleted(
    project: Project, workspace: Workspace, tmp_path: Path, home: Path
) -> None:
    (tmp_path / "bad.zip").write_bytes(b"hello")
    start_opening(workspace, project, arrived(workspace, tmp_path / "bad.zip"))
    assert ended(project) == "failed"
    assert "ZIP" in OPENING.progress(project).message
    assert left(home) == [] and len(workspace.projects()) == 1
