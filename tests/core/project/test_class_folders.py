"""The pictures a learner takes along: every class a folder, every label as it was typed."""

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from core.gather.arrivals import from_files
from core.gather.as_read import from_files_and_zips
from core.gather.intake import take_in
from core.gather.reading.decode import decode
from core.project.archive.class_folders import folder_names, safe_name, save_class_folders
from core.project.project import Project
from core.project.records import NewImage
from core.project.workspace import Workspace
from tests.core.gather.pictures import as_file, noise

ODD = [
    "<5 mm",
    ">5 mm",
    "A",
    "a",
    "Co",
    "CO",
    "con",
    "Bär",
    "くま",
    "🫎",
    "a/b",
    "nul.txt",
    "..",
    "x.",
]


def filled(project: Project, labels: list[str], each: int = 3) -> Project:
    """Pictures in these classes, all called alike."""
    for number, label in enumerate(labels):
        read = [decode(as_file(noise(100 * number + n)), "1.png") for n in range(each)]
        project.dataset.add(
            [NewImage(one.id, one.jpeg, label, "1.png", one.width, one.height) for one in read]
        )
    return project


def members(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        table = archive.read("labels.csv").decode("utf-8-sig")
        return archive.namelist(), list(csv.DictReader(io.StringIO(table)))


def test_every_picture_is_there_once_and_its_label_is_as_typed(
    project: Project, tmp_path: Path
) -> None:
    filled(project, ODD)
    names, rows = members(save_class_folders(project, tmp_path / "mine.zip"))
    assert Counter(row["label"] for row in rows) == dict.fromkeys(ODD, 3)
    assert sorted(names) == sorted(["labels.csv", *(row["file"] for row in rows)])
    assert len({name.casefold() for name in names}) == len(names)
    folders = {row["label"]: row["file"].split("/")[0] for row in rows}
    assert len({folder.casefold() for folder in folders.values()}) == len(ODD)
    assert folders["Bär"] == "Bär" and folders["🫎"] == "🫎" and folders["A"] != folders["a"]


def test_the_bytes_are_the_stored_ones(project: Project, tmp_path: Path) -> None:
    filled(project, ["bear"])
    path = save_class_folders(project, tmp_path / "mine.zip")
    stored = {project.dataset.image_path(i.id).read_bytes() for i in project.dataset.images()}
    with zipfile.ZipFile(path) as archive:
        assert {archive.read(n) for n in archive.namelist() if n.endswith(".jpg")} == stored


def test_split_folders_are_a_choice(project: Project, tmp_path: Path) -> None:
    filled(project, ["bear", "fox"], each=20)
    project.dataset.lock_test(0.2, seed=1)
    splits = {image.id: image.split for image in project.dataset.images()}
    names, rows = members(save_class_folders(project, tmp_path / "a.zip", split_folders=True))
    assert Counter(row["split"] for row in rows) == Counter(splits.values())
    assert all(row["file"].split("/")[:2] == [row["split"], row["label"]] for row in rows)
    plain, _ = members(save_class_folders(project, tmp_path / "b.zip"))
    assert {name.split("/")[0] for name in plain} == {"bear", "fox", "labels.csv"}
    assert len(plain) == len(names)


def test_what_comes_back_is_the_same_pictures(project: Project, tmp_path: Path) -> None:
    filled(project, ["bear", "fox"])
    path = save_class_folders(project, tmp_path / "mine.zip")
    other = Workspace.create().current()
    with zipfile.ZipFile(path) as archive:
        files = [(n, archive.read(n)) for n in archive.namelist() if n.endswith(".jpg")]
    take_in(other, from_files(files, "any"))
    here = {image.id for image in project.dataset.images()}
    assert {image.id for image in other.dataset.images()} == here


@pytest.mark.parametrize("label", ODD)
def test_a_name_is_safe_on_every_system_and_stays_so(label: str) -> None:
    name = safe_name(label)
    assert name and not set(name) & set('<>:"/\\|?*') and name == name.strip(" ").rstrip(". ")
    assert safe_name(name) == name and not name.startswith(".")
    assert name.split(".")[0].casefold() not in {"con", "nul", "aux", "prn"}


def test_a_class_called_unlabelled_keeps_a_folder_of_its_own() -> None:
    assert folder_names(["unlabelled", "Unlabelled", "x"])["unlabelled"] != "unlabelled"


@pytest.mark.parametrize("split_folders", [False, True])
def test_what_was_taken_along_comes_back_with_its_labels(
    project: Project, tmp_path: Path, split_folders: bool
) -> None:
    labels = ["<5 mm", ">5 mm", "A", "a", "Bär", "くま"]
    filled(project, labels)
    path = save_class_folders(project, tmp_path / "mine.zip", split_folders=split_folders)
    again = Workspace.create().current()
    take_in(again, from_files_and_zips([(path.name, path.read_bytes())]))
    assert {name: count for name, count in again.dataset.classes().items() if count} == (
        dict.fromkeys(labels, 3)
    )
