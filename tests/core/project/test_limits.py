"""What a project, a workspace and the disk can hold: said before it bites, refused when it does."""

import errno
import logging
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from core.gather import intake
from core.gather.arrivals import from_files
from core.gather.intake import INTAKES, start_intake, take_in
from core.project import limits
from core.project.archive import judge
from core.project.archive.archive import save_archive
from core.project.archive.members import ArchiveRefused
from core.project.dataset import images as dataset_images
from core.project.disk import write_all_whole
from core.project.disk_full import make_room
from core.project.limits import Limits, disk_is_short, room, room_in_words
from core.project.project import Project
from core.project.workspace import Workspace
from tests.core.gather.pictures import as_file, noise
from tests.reading import figures
from tests.said import said

FILES = [(f"{n}.png", as_file(noise(n))) for n in range(40)]
FULL = OSError(errno.ENOSPC, "No space left on device")


def test_a_setting_counts_when_it_is_a_number(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for variable, name in limits.SETTINGS.items():
        monkeypatch.setenv(variable, "7")
        assert getattr(limits.limits(), name) == 7
        for wrong in ("-1", "0", "much", "1e9", "9" * 30, ""):
            monkeypatch.setenv(variable, wrong)
            with caplog.at_level(logging.WARNING):
                assert getattr(limits.limits(), name) == getattr(Limits(), name)
    assert "DRIVETRAIN_MAX_FILE_MB" in caplog.text


def test_a_file_over_the_limit_is_not_decoded(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_MAX_FILE_MB", "1")
    report = take_in(project, from_files([("big.png", bytes(1_000_001)), FILES[0]], "a"))
    assert report.new == 1
    [(name, reason)] = report.refused
    assert (name, figures(reason)) == ("big.png", [1])


def test_a_project_takes_its_pictures_and_no_more(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_MAX_PROJECT_PICTURES", "34")
    assert room_in_words(project) == ""
    report = take_in(project, from_files(FILES[:33], "a"))
    assert report.new == 33 and 1 in figures(room_in_words(project))
    report = take_in(project, from_files(FILES[33:], "a"))
    assert report.new == 1 and len(report.refused) == 6 and report.seen == 7
    assert figures(report.refused[0][1]) == [34]
    assert figures(room_in_words(project)) == [34]


@pytest.mark.parametrize(
    ("variable", "full"),
    [("DRIVETRAIN_MAX_PROJECT_MB", "full_size"), ("DRIVETRAIN_MAX_WORKSPACE_MB", "workspace_full")],
)
def test_bytes_count_too(
    project: Project, monkeypatch: pytest.MonkeyPatch, variable: str, full: str
) -> None:
    monkeypatch.setenv(variable, "1")
    (project.path / "images" / "other").mkdir(parents=True)
    (project.path / "images" / "other" / "big.jpg").write_bytes(bytes(1_000_000))
    report = take_in(project, from_files(FILES[:2], "a"))
    assert report.new == 0
    assert re.fullmatch(said("project", full), report.refused[0][1])
    assert room(project).bytes <= 0


def test_a_project_made_elsewhere_has_to_fit(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(project, from_files(FILES[:3], "a"))
    saved = save_archive(project, tmp_path / "saved.zip")
    monkeypatch.setenv("DRIVETRAIN_MAX_PROJECT_PICTURES", "2")
    workspace = Workspace.create()
    with pytest.raises(ArchiveRefused, match=said("project", "too_much", pictures=3)):
        workspace.open_archive(saved)
    assert list((workspace.path / "projects").iterdir()) == []


def test_some_of_the_disk_is_left_to_everybody(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not disk_is_short(project.path)
    monkeypatch.setenv("DRIVETRAIN_MIN_FREE_MB", "999999999")
    report = take_in(project, from_files(FILES[:2], "a"))
    assert report.new == 0 and {reason for _, reason in report.refused} == {make_room("bring")}


@pytest.mark.parametrize("error", [FULL, sqlite3.OperationalError("database or disk is full")])
def test_a_full_disk_loses_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    take_in(project, from_files(FILES[:5], "a"))

    def full(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(dataset_images, "insert_pictures", full)
        report = take_in(project, from_files(FILES, "a"))
    assert report.new == 0 and report.seen == 40
    assert len(list((project.path / "images").rglob("*.jpg"))) == 5 == len(project.dataset.images())
    assert take_in(project, from_files(FILES, "a")).new == 35


def test_an_intake_waits_for_room_and_goes_on_by_itself(
    project: Project, monkeypatch: pytest.MonkeyPatch, until: Callable[..., None]
) -> None:
    is_full = [True]

    def sometimes(files: list[tuple[Path, bytes]]) -> None:
        if is_full:
            raise FULL
        write_all_whole(files)

    monkeypatch.setattr(dataset_images, "write_all_whole", sometimes)
    monkeypatch.setattr(intake, "RETRY_S", 0.05)
    assert start_intake(project, from_files(FILES, "a"))
    until(lambda: INTAKES.progress(project).waiting)
    assert project.dataset.images() == [] and list((project.path / "images").rglob("*.jpg")) == []
    is_full.clear()
    until(lambda: INTAKES.progress(project).state == "finished")
    assert INTAKES.progress(project).result.new == 40 and not INTAKES.progress(project).waiting


def test_a_disk_that_stays_full_ends_with_every_file_named(
    project: Project, monkeypatch: pytest.MonkeyPatch, until: Callable[..., None]
) -> None:
    def full(*_: object) -> None:
        raise FULL

    monkeypatch.setattr(dataset_images, "insert_pictures", full)
    monkeypatch.setattr(intake, "RETRY_S", 0.01)
    monkeypatch.setattr(intake, "MOST_TRIES", 3)
    assert start_intake(project, from_files(FILES, "a"))
    until(lambda: INTAKES.progress(project).state == "finished")
    assert INTAKES.progress(project).result.refused == [
        (name, make_room("bring")) for name, _ in FILES
    ]


def test_a_full_disk_while_a_project_is_opened_is_said(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(project, from_files(FILES[:1], "a"))
    saved = save_archive(project, tmp_path / "saved.zip")

    def full(*_: object) -> None:
        raise FULL

    monkeypatch.setattr(judge, "write_all_new", full)
    with pytest.raises(ArchiveRefused) as refusal:
        Workspace.create().open_archive(saved)
    assert str(refusal.value) == make_room("open")


def test_a_thumbnail_that_a_power_failure_emptied_is_made_again(project: Project) -> None:
    take_in(project, from_files(FILES[:1], "a"))
    thumbnail = project.dataset.thumbnail(project.dataset.images()[0].id, 224)
    whole = thumbnail.read_bytes()
    thumbnail.write_bytes(b"")
    assert (
        project.dataset.thumbnail(project.dataset.images()[0].id, 224).stat().st_size
        > 0.5 * len(whole)
        > 0
    )
