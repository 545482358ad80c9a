"""ATTRIBUTION.md says of every picture whose it is, and honestly when nobody knows."""

import zipfile
from pathlib import Path

from core.gather.arrivals import Arrivals, Incoming, bytes_of, from_files
from core.gather.intake import take_in
from core.project.archive import attribution as known
from core.project.archive.archive import save_archive
from core.project.project import Project
from core.project.workspace import Workspace
from core.starter.starter_sets import add_starter
from tests.core.gather.pictures import as_file, noise

FOUND = {
    known.URL: "https://live.example.org/1.jpg",
    known.PAGE: "https://example.org/photo/1",
    known.TITLE: "A bear | in *spring*",
    known.CREATOR: "Ann [Lee](javascript:alert(1))",
    known.LICENCE: "CC BY 4.0",
    known.LICENCE_URL: "https://creativecommons.org/licenses/by/4.0/",
    known.PROVIDER: "Openverse",
    known.QUERY: "black bear",
    known.DATE: "2026-11-21",
}


def found(number: int, provenance: dict[str, str]) -> Incoming:
    return Incoming(
        f"{number}.jpg", "bear", "search", bytes_of(as_file(noise(number))), provenance=provenance
    )


def exported(project: Project, folder: Path) -> str:
    with zipfile.ZipFile(save_archive(project, folder / "saved.zip")) as archive:
        return archive.read("ATTRIBUTION.md").decode()


def test_what_is_known_of_a_picture_is_kept_and_exported(project: Project, tmp_path: Path) -> None:
    take_in(project, Arrivals(1, [found(1, FOUND)]))
    assert project.dataset.provenance(project.dataset.images()[0].id) == FOUND
    [row] = [line for line in exported(project, tmp_path).splitlines() if "1.jpg" in line]
    assert "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)" in row
    assert r"[A bear \| in \*spring\*](https://example.org/photo/1)" in row
    assert all(word in row for word in ("Openverse", "black bear", "2026-11-21", "Ann"))
    assert "](javascript" not in row.replace(r"\]", "") and row.replace(r"\|", "").count("|") == 8


def test_an_upload_is_not_known_and_a_table_for_each_class(
    project: Project, tmp_path: Path
) -> None:
    take_in(project, from_files([("mine.png", as_file(noise(2)))], "teddy"))
    take_in(project, from_files([("shot.jpg", as_file(noise(3)))], "grizzly", source="webcam"))
    add_starter(project, "digits", 1)
    text = exported(project, tmp_path)
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == [
        "eight", "five", "grizzly", "teddy", "three",
    ]  # fmt: skip
    [mine] = [line for line in text.splitlines() if "mine.png" in line]
    assert mine.count(known.NOT_KNOWN) == 3
    assert "CC BY 4.0" in text and "Alpaydin" in text


def test_only_web_addresses_become_links(project: Project, tmp_path: Path) -> None:
    for number, url in enumerate(("javascript:alert(1)", "file:///etc/passwd", "https://a b", "x")):
        one = {**FOUND, known.PAGE: "", known.URL: url, known.LICENCE_URL: url}
        take_in(project, Arrivals(1, [found(number, one)]))
    assert "](" not in exported(project, tmp_path).split("## ")[1].replace(r"\]", "")


def test_it_is_written_anew_by_the_next_owner(project: Project, tmp_path: Path) -> None:
    take_in(project, Arrivals(1, [found(1, FOUND)]))
    first = exported(project, tmp_path)
    opened = Workspace.create().open_archive(tmp_path / "saved.zip")
    assert exported(opened, tmp_path) == first
