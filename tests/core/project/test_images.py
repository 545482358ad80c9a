"""Pictures arrive once, keep their files, move between classes and leave."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from core.project.dataset.images import ImageNotFound
from core.project.project import Project
from core.project.records import SplitSettings
from tests.core.project.pictures import picture, pictures, store_setting


def test_a_picture_comes_back_as_it_went_in(project: Project) -> None:
    new = picture(1, "cat")
    assert project.dataset.add([new]).new == 1
    record = project.dataset.image(new.id)
    assert (record.label, record.name, record.width) == ("cat", "1.jpg", 24)
    assert project.dataset.image_path(new.id).read_bytes() == new.jpeg


def test_the_same_picture_is_kept_once_and_its_class_is_named(project: Project) -> None:
    cat = picture(1, "cat")
    project.dataset.add([cat])
    added = project.dataset.add([picture(1, "dog"), picture(2, "dog"), picture(2, "fox")])
    assert added.new == 1
    assert added.already == [("1.jpg", "cat"), ("2.jpg", "dog")]
    assert project.dataset.classes() == {"cat": 1, "dog": 1}


def test_many_threads_lose_nothing(project: Project) -> None:
    everything = pictures(30, "a", "b", "c", "d")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda start: project.dataset.add(everything[start::4]), range(4)))
    assert project.dataset.classes() == {"a": 30, "b": 30, "c": 30, "d": 30}


def test_moving_appends_to_the_history(project: Project) -> None:
    cat = picture(1, "cat")
    project.dataset.add([cat])
    assert project.dataset.move([cat.id], "dog", who="teacher", why="it barks") == 1
    assert project.dataset.move([cat.id], "dog") == 0
    arrival, change = project.dataset.label_history(cat.id)
    assert (arrival.old, arrival.new) == (None, "cat")
    assert (change.old, change.new, change.who, change.why) == ("cat", "dog", "teacher", "it barks")


def test_a_removed_picture_leaves_no_file_and_can_return(project: Project) -> None:
    cat = picture(1, "cat")
    project.dataset.add([cat])
    thumbnail = project.dataset.thumbnail(cat.id)
    project.dataset.remove([cat.id])
    assert not project.dataset.image_path(cat.id).exists()
    assert not thumbnail.exists()
    with pytest.raises(ImageNotFound):
        project.dataset.image(cat.id)
    assert project.dataset.add([cat]).new == 1
    assert project.dataset.image_path(cat.id).exists()


def test_a_removed_picture_that_a_version_names_keeps_its_file(project: Project) -> None:
    cat = picture(1, "cat")
    project.dataset.add([cat])
    version = project.versions.freeze()
    project.dataset.remove([cat.id])
    assert project.dataset.image_path(cat.id).exists()
    assert [image.id for image in project.versions.images(version.number)] == [cat.id]


def test_classes_can_be_empty_renamed_merged_and_removed(project: Project) -> None:
    project.dataset.add(pictures(3, "cat", "dog"))
    project.dataset.add_class("fox")
    project.dataset.rename_class("cat", "lynx")
    assert project.dataset.classes() == {"dog": 3, "fox": 0, "lynx": 3}
    project.dataset.rename_class("dog", "lynx")
    assert project.dataset.classes() == {"fox": 0, "lynx": 6}
    assert project.dataset.remove_class("lynx") == 6
    assert project.dataset.classes() == {"fox": 0}


@pytest.mark.parametrize("name", ["", "   "])
def test_a_class_needs_a_name(project: Project, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        project.dataset.add_class(name)


def test_only_picture_ids_name_files(project: Project) -> None:
    with pytest.raises(ValueError, match="no id"):
        project.dataset.image_path("../../etc/passwd")


def test_a_thumbnail_fits_and_is_made_once(project: Project) -> None:
    cat = picture(1, "cat")
    project.dataset.add([cat])
    path = project.dataset.thumbnail(cat.id, 16)
    made = path.stat().st_mtime_ns
    assert project.dataset.thumbnail(cat.id, 16).stat().st_mtime_ns == made
    with Image.open(path) as image:
        assert max(image.size) == 16


def test_the_share_held_out_holds_in_every_class_however_pictures_arrive(project: Project) -> None:
    project.dataset.add(pictures(50, "many"))
    for new in pictures(10, "few", start=100):
        project.dataset.add([new])
    assert len(project.dataset.images(label="many", split="valid")) == 10
    assert len(project.dataset.images(label="few", split="valid")) == 2


def test_two_pictures_of_a_class_serve_both_sides(project: Project) -> None:
    project.dataset.add(pictures(2, "a", "b"))
    assert {(i.label, i.split) for i in project.dataset.images()} == {
        ("a", "train"),
        ("a", "valid"),
        ("b", "train"),
        ("b", "valid"),
    }


def test_drawing_afresh_follows_the_seed(project: Project) -> None:
    project.dataset.add(pictures(20, "a", "b"))

    def valid() -> set[str]:
        return {image.id for image in project.dataset.images(split="valid")}

    project.dataset.set_split(SplitSettings(valid_pct=0.3, seed=1))
    first = valid()
    project.dataset.set_split(SplitSettings(valid_pct=0.3, seed=2))
    other = valid()
    project.dataset.set_split(SplitSettings(valid_pct=0.3, seed=1))
    assert len(first) == 12
    assert first != other
    assert valid() == first
    with pytest.raises(ValueError, match="validation"):
        project.dataset.set_split(SplitSettings(valid_pct=1.0))


def test_changed_grows_with_the_dataset_only(project: Project) -> None:
    before = project.changed()
    store_setting(project, "size", 224)
    assert project.changed() == before
    project.dataset.add([picture(1, "cat")])
    assert project.changed() > before
