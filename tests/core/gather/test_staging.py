"""What was brought waits on disk: whole, found again after a reload, gone once it is kept."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from PIL import Image

from core.gather.as_read import Choices
from core.gather.intake import INTAKES, start_intake, take_in
from core.gather.reading.refusal import Refused
from core.gather.staging import arrivals, drop, project_zip, small_picture, stage, staged
from core.project.archive.archive import save_archive
from core.project.project import Project
from core.project.workspace import Workspace, new_key
from tests.core.gather.pictures import as_file, noise
from tests.core.gather.zips import packed_in

PHOTOS = [as_file(noise(seed), "JPEG") for seed in range(4)]


def files(*named: tuple[str, bytes]) -> list[tuple[str, IO[bytes]]]:
    return [(name, io.BytesIO(data)) for name, data in named]


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, name in enumerate(names):
            archive.writestr(name, PHOTOS[number % len(PHOTOS)])
    return buffer.getvalue()


def test_the_first_thing_a_visitor_does_may_be_to_bring_pictures(home: object) -> None:
    fresh = Workspace.not_yet(new_key()).current()
    stage(fresh, files(("cat/1.jpg", PHOTOS[0])), "folder")
    assert [part.reading.way().counts for part in staged(fresh)] == [{"cat": 1}]


def test_zips_and_loose_files_are_parts_of_their_own(project: Project) -> None:
    brought = files(
        ("a.zip", zipped("cat/1.jpg", "dog/2.jpg")),
        ("3.jpg", PHOTOS[2]),
        ("cat-samples (1).zip", zipped("0.jpg")),
        ("bad.zip", b"PK\x03\x04no"),
    )
    stage(project, brought, "files")
    parts = staged(Project(project.path))
    assert [part.name for part in parts] == ["a.zip", "cat-samples (1).zip", "bad.zip", ""]
    assert [part.reading.way().counts for part in parts] == [
        {"cat": 1, "dog": 1}, {"cat": 1}, {}, {}]  # fmt: skip
    report = take_in(project, arrivals(parts, {"loose": Choices(rest="owl")}))
    assert project.dataset.classes() == {"cat": 1, "dog": 1, "owl": 1}
    assert [name for name, _ in report.refused] == ["bad.zip"] and len(report.already) == 1


def test_it_goes_once_all_is_in(project: Project, until: Callable[..., None]) -> None:
    stage(project, files(("a.zip", zipped("cat/1.jpg", "dog/2.jpg"))), "files")
    start_intake(project, arrivals(staged(project), {}), at_the_end=lambda: drop(project))
    until(lambda: INTAKES.progress(project).state == "finished")
    assert project.dataset.classes() == {"cat": 1, "dog": 1} and not staged(project)
    assert not [path for path in project.path.iterdir() if "arrival" in path.name]


def test_a_later_arrival_takes_the_place_of_one_that_waits(project: Project) -> None:
    for name in ("a", "b"):
        stage(project, files((f"{name}/1.jpg", PHOTOS[0])), "folder")
    [part] = staged(project)
    assert part.reading.way().counts == {"b": 1}


def test_a_copy_that_breaks_off_leaves_what_waited(project: Project) -> None:
    def broken() -> Iterator[tuple[str, IO[bytes]]]:
        yield "b/1.jpg", io.BytesIO(PHOTOS[1])
        raise RuntimeError("the browser went away")

    stage(project, files(("a/1.jpg", PHOTOS[0])), "folder")
    with pytest.raises(RuntimeError):
        stage(project, broken(), "folder")
    assert staged(project)[0].reading.way().counts == {"a": 1}
    assert len([path for path in project.path.iterdir() if "arrival" in path.name]) == 1


def test_a_full_disk_is_said(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRIVETRAIN_MIN_FREE_MB", "999999999")
    with pytest.raises(Refused):
        stage(project, files(("a/1.jpg", PHOTOS[0])), "folder")
    assert not staged(project)


def test_what_was_spoiled_on_disk_is_nothing_that_waits(project: Project) -> None:
    stage(project, files(("a/1.jpg", PHOTOS[0])), "folder")
    (project.path / "arrival" / "arrival.json").write_text("{")
    assert staged(project) == []


def test_small_pictures_are_square_and_made_once(project: Project) -> None:
    stage(
        project,
        files(("a/1.jpg", as_file(noise(1, (300, 80)), "JPEG")), ("a/2.jpg", b"no")),
        "folder",
    )
    [part] = staged(project)
    path = small_picture(project, part, 0)
    assert path is not None and path == small_picture(project, part, 0)
    with Image.open(path) as image:
        assert image.width == image.height
    assert small_picture(project, part, 1) is None


def test_the_answer_about_names_is_used(project: Project) -> None:
    stage(project, files(("x.zip", packed_in("cp1250", ["kočka/1.jpg"], PHOTOS[0]))), "files")
    [part] = staged(project, {"0": "cp1250"})
    assert part.reading.way().counts == {"kočka": 1}


def test_a_saved_project_that_came_unpacked_is_packed_again(
    project: Project, tmp_path: Path
) -> None:
    take_in(project, arrivals_of(project, zipped("cat/1.jpg", "dog/2.jpg")))
    saved = save_archive(project, tmp_path / "saved.zip")
    with zipfile.ZipFile(saved) as archive:
        inside = [(f"my project/{name}", archive.read(name)) for name in archive.namelist()]
    other = Workspace.create()
    stage(other.current(), files(*inside), "folder")
    [part] = staged(other.current())
    assert part.reading.saved_project
    opened = other.open_archive(project_zip(part, tmp_path / "again.zip"))
    assert opened.dataset.classes() == {"cat": 1, "dog": 1}


def arrivals_of(project: Project, data: bytes):  # type: ignore[no-untyped-def]
    stage(project, files(("a.zip", data)), "files")
    return arrivals(staged(project), {})
