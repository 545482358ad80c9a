"""Pictures come into a project, once each; what cannot be used is named and disturbs nothing."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from core.gather.arrivals import CHUNK, Arrivals, Incoming, bytes_of, from_files
from core.gather.as_read import from_folder
from core.gather.intake import INTAKES, start_intake, take_in
from core.project.dataset.dataset import Dataset
from core.project.project import Project
from tests.core.gather.pictures import as_file, noise

PHOTOS = [as_file(noise(seed), "JPEG") for seed in range(5)]


def test_each_file_is_kept_named_or_known(project: Project) -> None:
    files = [
        ("set/black/1.jpg", PHOTOS[0]),
        ("set/black/copy of 1.jpg", PHOTOS[0]),
        ("set/teddy/also 1.jpg", PHOTOS[0]),
        ("set/teddy/2.jpg", PHOTOS[1]),
        ("set/teddy/notes.txt", b"hello"),
    ]
    report = take_in(project, from_folder(files))
    assert project.dataset.classes() == {"black": 1, "teddy": 1}
    assert report.new == 2 and not report.stopped and report.seen == 5
    assert report.already == [("black/copy of 1.jpg", "black"), ("teddy/also 1.jpg", "black")]
    assert [name for name, _ in report.refused] == ["teddy/notes.txt"]


def test_bringing_the_same_again_changes_nothing(project: Project) -> None:
    take_in(project, from_files([("1.jpg", PHOTOS[0])], "black"))
    before = project.dataset.images()
    report = take_in(project, from_files([("1.jpg", PHOTOS[0]), ("x", b"")], "teddy"))
    assert (report.new, report.already) == (0, [("1.jpg", "black")])
    assert project.dataset.images() == before


def test_kept_pictures_can_be_looked_at(project: Project) -> None:
    take_in(project, from_files([("1.jpg", PHOTOS[0])], "black"))
    [record] = project.dataset.images()
    assert (record.name, record.source, record.width, record.height) == ("1.jpg", "files", 64, 48)
    assert project.dataset.image_path(record.id).exists()


def test_stopping_keeps_what_is_in(project: Project) -> None:
    stop = threading.Event()
    files = [(f"{i}.jpg", as_file(noise(i), "JPEG")) for i in range(CHUNK + 8)]
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        stop.set()

    report = take_in(project, from_files(files, "a"), progress=progress, stop=stop)
    assert report.stopped and report.new == CHUNK == len(project.dataset.images())
    assert seen == [(CHUNK, CHUNK + 8)]


def test_in_the_background_with_a_report_until_it_is_closed(
    project: Project, until: Callable[..., None]
) -> None:
    assert INTAKES.progress(project) is None
    assert start_intake(project, from_files([("1.jpg", PHOTOS[0]), ("x", b"")], "a"))
    until(lambda: INTAKES.progress(project).state == "finished")
    ended = INTAKES.progress(project)
    assert (ended.fraction, ended.result.total, ended.result.new) == (1.0, 2, 1)
    INTAKES.forget(project)
    assert INTAKES.progress(project) is None


def test_one_at_a_time_and_stop(project: Project, until: Callable[..., None]) -> None:
    gate, under_way = threading.Event(), threading.Event()

    def slow() -> bytes:
        under_way.set()
        gate.wait(120)
        return PHOTOS[0]

    def endless() -> list[Incoming]:
        first = [Incoming(f"{i}.jpg", "a", "files", slow) for i in range(CHUNK)]
        return [*first, Incoming("last.jpg", "a", "files", bytes_of(PHOTOS[1]))]

    assert start_intake(project, Arrivals(CHUNK + 1, endless()))
    assert not start_intake(project, from_files([("2.jpg", PHOTOS[2])], "a"))
    assert under_way.wait(120)
    INTAKES.stop(project)
    gate.set()
    until(lambda: INTAKES.progress(project).state == "stopped")
    assert [record.name for record in project.dataset.images()] == ["0.jpg"]


def test_a_disk_that_fails_is_reported(
    project: Project, until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Dataset, "add", full)
    start_intake(project, from_files([("1.jpg", PHOTOS[0])], "a"))
    until(lambda: INTAKES.progress(project).state == "failed")
    assert INTAKES.progress(project).result is None


@pytest.mark.photos
def test_the_bears(project: Project, bears: Path) -> None:
    files = [
        (f"bears/{file.parent.name}/{file.name}", file.read_bytes())
        for file in sorted(bears.glob("*/*"))
    ]
    report = take_in(project, from_folder(files))
    assert (report.new, report.refused, report.already) == (len(files), [], [])
    assert set(project.dataset.classes()) == {"black", "grizzly", "teddy"}
