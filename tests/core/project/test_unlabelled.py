"""Pictures without a label are kept beside the dataset, and nothing that learns ever sees them."""

import sqlite3
from dataclasses import replace
from pathlib import Path

from core.project.archive.archive import save_archive
from core.project.database import let_go
from core.project.limits import room
from core.project.project import Project
from core.project.records import NewImage
from core.project.workspace import Workspace
from tests.core.project.pictures import pictures


def without_label(images: list[NewImage]) -> list[NewImage]:
    return [replace(image, label="") for image in images]


def held(count: int, start: int = 0) -> list[NewImage]:
    return without_label(pictures(count, "x", start=start))


def test_they_are_kept_and_are_no_part_of_the_dataset(project: Project) -> None:
    added = project.dataset.add([*pictures(2, "cat"), *held(3, start=50)])
    assert (added.new, added.unlabelled) == (5, 3)
    assert project.dataset.classes() == {"cat": 2} and len(project.dataset.images()) == 2
    ids = [picture.id for picture in project.dataset.unlabelled()]
    assert len(ids) == 3 and all(project.dataset.image_path(i).exists() for i in ids)
    frozen = project.versions.freeze().number
    assert not {image.id for image in project.versions.images(frozen)} & set(ids)
    assert room(project).pictures == room(project).most.project_pictures - 5


def test_one_that_gets_a_label_joins_the_dataset(project: Project) -> None:
    project.dataset.add(held(3))
    one, two, _ = (picture.id for picture in project.dataset.unlabelled())
    assert project.dataset.label([one, two, "0" * 64], "cat") == 2
    assert project.dataset.classes() == {"cat": 2} and len(project.dataset.unlabelled()) == 1
    [change] = project.dataset.label_history(one)
    assert (change.old, change.new) == (None, "cat")


def test_a_copy_with_a_label_gives_it_to_the_one_without(project: Project) -> None:
    labelled = pictures(1, "cat")
    project.dataset.add(without_label(labelled))
    assert project.dataset.add(without_label(labelled)).already == [(labelled[0].name, "")]
    assert project.dataset.add(labelled).new == 1
    assert project.dataset.classes() == {"cat": 1} and not project.dataset.unlabelled()
    assert project.dataset.add(without_label(labelled)).already == [(labelled[0].name, "cat")]
    assert not project.dataset.unlabelled()


def test_they_can_be_deleted(project: Project) -> None:
    project.dataset.add([*pictures(1, "cat"), *held(2, start=50)])
    one, two = (picture.id for picture in project.dataset.unlabelled())
    labelled = project.dataset.images()[0].id
    assert project.dataset.remove_unlabelled([one, labelled]) == 1
    assert [picture.id for picture in project.dataset.unlabelled()] == [two]
    assert not project.dataset.image_path(one).exists()
    assert project.dataset.image_path(labelled).exists()


def test_a_saved_project_brings_them_back(project: Project, tmp_path: Path) -> None:
    project.dataset.add([*pictures(2, "cat"), *held(3, start=50)])
    opened = Workspace.create().open_archive(save_archive(project, tmp_path / "saved.zip"))
    assert opened.dataset.unlabelled() == project.dataset.unlabelled()
    assert opened.dataset.classes() == {"cat": 2}


def test_a_project_of_before_gets_a_place_for_them(project: Project) -> None:
    project.dataset.add(pictures(2, "cat"))
    with sqlite3.connect(project.path / "project.sqlite") as connection:
        connection.execute("DROP TABLE unlabelled")
    let_go(project.path)
    assert Project.open(project.path).dataset.unlabelled() == []
    assert project.dataset.add(held(1, start=50)).unlabelled == 1


def test_pictures_of_a_test_folder_join_the_locked_test_set(project: Project) -> None:
    project.dataset.add(pictures(6, "cat"))
    project.dataset.add([replace(one, in_test=True) for one in pictures(3, "cat", start=50)])
    assert project.dataset.split_counts()["test"] == 3 and project.dataset.test_locked()
    project.dataset.set_split(project.dataset.split())
    assert project.dataset.split_counts()["test"] == 3


def test_held_back_pictures_stay_outside_whatever_comes(project: Project, tmp_path: Path) -> None:
    project.dataset.add(pictures(2, "cat"))
    ten = [replace(one, held_back="my sister's phone") for one in pictures(3, "cat", start=50)]
    assert project.dataset.add([*ten, replace(project_cat(project), held_back="x")]).new == 3
    assert project.dataset.add([replace(one, held_back="") for one in ten]).new == 0
    assert len(project.dataset.images()) == 2 and not project.dataset.unlabelled()
    assert room(project).pictures == room(project).most.project_pictures - 5
    opened = Workspace.create().open_archive(save_archive(project, tmp_path / "saved.zip"))
    assert opened.dataset.held_back() == project.dataset.held_back()
    assert opened.dataset.held_back_sets() == {"my sister's phone": 3}
    project.dataset.rename_class("cat", "lynx")
    assert {one.label for one in project.dataset.held_back()} == {"lynx"}
    assert project.dataset.remove_held_back([ten[0].id, project.dataset.images()[0].id]) == 1
    assert not project.dataset.image_path(ten[0].id).exists()


def project_cat(project: Project) -> NewImage:
    """A picture the project has, as if it came again."""
    return next(one for one in pictures(2, "cat") if one.id == project.dataset.images()[0].id)


def test_a_project_of_before_gets_a_place_for_held_back_pictures(project: Project) -> None:
    with sqlite3.connect(project.path / "project.sqlite") as connection:
        connection.execute("DROP TABLE held_back")
    let_go(project.path)
    assert Project.open(project.path).dataset.held_back() == []
