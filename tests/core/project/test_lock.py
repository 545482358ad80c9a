"""The locked test set: set aside once, evenly, and out of reach of everything that draws."""

from collections import Counter
from pathlib import Path

import pytest

from core.project.archive.archive import save_archive
from core.project.dataset.test_set import Placed, TestLocked, draw_test
from core.project.project import Project
from core.project.records import SplitSettings
from core.project.workspace import Workspace
from tests.core.project.pictures import pictures
from tests.said import said


@pytest.fixture
def filled(project: Project) -> Project:
    """Twenty cats, ten dogs, three foxes."""
    for count, label, start in ((20, "cat", 0), (10, "dog", 100), (3, "fox", 200)):
        project.dataset.add(pictures(count, label, start=start))
    return project


def locked_in(project: Project) -> set[str]:
    return {image.id for image in project.dataset.images(split="test")}


def test_every_class_gives_its_share_and_keeps_both_sides(filled: Project) -> None:
    before = {image.id: image.split for image in filled.dataset.images()}
    assert filled.dataset.lock_test(0.2) == 6
    counts = Counter((image.label, image.split) for image in filled.dataset.images())
    assert (counts["cat", "test"], counts["dog", "test"], counts["fox", "test"]) == (4, 2, 0)
    assert (counts["cat", "valid"], counts["dog", "valid"]) == (3, 2)
    after = {image.id: image.split for image in filled.dataset.images() if image.split != "test"}
    assert after == {image_id: before[image_id] for image_id in after}


def test_it_is_drawn_once(filled: Project) -> None:
    assert not filled.dataset.test_locked()
    filled.dataset.lock_test(0.2)
    kept = locked_in(filled)
    assert filled.dataset.test_locked()
    with pytest.raises(TestLocked, match=said("project", "locked_already")):
        filled.dataset.lock_test(0.5, seed=1)
    assert locked_in(filled) == kept


def test_nothing_draws_it_again(filled: Project) -> None:
    filled.versions.freeze("before the lock")
    filled.dataset.lock_test(0.3, seed=5)
    kept = locked_in(filled)
    filled.dataset.set_split(SplitSettings(0.5, 9))
    filled.dataset.add(pictures(30, "cat", start=500))
    filled.versions.restore(1)
    assert locked_in(filled) == kept
    assert len(filled.dataset.images()) == 33


def test_going_back_keeps_a_test_picture_that_came_later(filled: Project) -> None:
    filled.versions.freeze("three foxes")
    filled.dataset.add(pictures(5, "fox", start=300))
    filled.dataset.lock_test(0.2)
    kept = locked_in(filled)
    filled.versions.restore(1)
    assert locked_in(filled) == kept


def test_a_saved_project_brings_it_along(filled: Project, tmp_path: Path) -> None:
    filled.dataset.set_split(SplitSettings(0.25, 3, kind="grouped"))
    filled.dataset.lock_test(0.2)
    opened = Workspace.create().open_archive(save_archive(filled, tmp_path / "saved.zip"))
    assert locked_in(opened) == locked_in(filled)
    assert opened.dataset.split() == filled.dataset.split()
    with pytest.raises(TestLocked):
        opened.dataset.lock_test()


def test_choices_of_cleaning_about_it_are_forgotten(filled: Project) -> None:
    for image in filled.dataset.images():
        filled.cleaning.stage(image.id, "delete")
    filled.dataset.lock_test(0.2)
    assert set(filled.cleaning.staged()).isdisjoint(locked_in(filled))


def test_a_set_too_small_or_a_share_too_large_is_refused(project: Project) -> None:
    project.dataset.add(pictures(3, "cat", "dog"))
    with pytest.raises(ValueError, match=said("project", "no_class_to_lock", fewest=4)):
        project.dataset.lock_test(0.2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        project.dataset.lock_test(1.0)


def test_near_duplicates_go_together() -> None:
    rows = [Placed(f"{n:02}", "cat", "train") for n in range(30)]
    groups = {f"{n:02}": f"pair {n // 2}" for n in range(30)}
    chosen = draw_test(rows, 0.2, 1, groups)
    assert len(chosen) == 6
    assert all(count == 2 for count in Counter(groups[i] for i in chosen).values())


def test_a_class_of_near_duplicates_only_still_gives_one() -> None:
    rows = [Placed(str(n), "cat", "train") for n in range(10)]
    assert len(draw_test(rows, 0.2, 1, dict.fromkeys("0123456789", "all"))) == 2
