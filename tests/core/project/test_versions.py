"""Versions freeze images, labels and split; going back loses nothing."""

import pytest

from core.project.project import Project
from core.project.records import SplitSettings
from core.project.versions.versions import VersionChanges, VersionNotFound
from tests.core.project.pictures import picture, pictures


@pytest.fixture
def filled(project: Project) -> Project:
    """Ten cats and ten dogs."""
    project.dataset.add(pictures(10, "cat", "dog"))
    return project


def state(project: Project) -> set[tuple[str, str, str]]:
    """What a version freezes."""
    return {(image.id, image.label, image.split) for image in project.dataset.images()}


def test_the_same_content_keeps_its_number(filled: Project) -> None:
    first = filled.versions.freeze("start")
    image = filled.dataset.images()[0]
    filled.dataset.move([image.id], "dog")
    second = filled.versions.freeze()
    filled.dataset.move([image.id], "cat")
    assert (first.number, second.number, filled.versions.freeze().number) == (1, 2, 1)
    assert first.images == 20


def test_the_split_belongs_to_a_version(filled: Project) -> None:
    first = filled.versions.freeze()
    filled.dataset.set_split(SplitSettings(seed=7))
    assert filled.versions.now() is None
    assert filled.versions.freeze().number != first.number


def test_going_back_restores_everything_and_loses_nothing(filled: Project) -> None:
    before, first = state(filled), filled.versions.freeze()
    filled.dataset.remove([filled.dataset.images()[0].id])
    filled.dataset.move([filled.dataset.images()[3].id], "fox")
    filled.dataset.add([picture(99, "dog")])
    changed = state(filled)
    filled.versions.restore(first.number)
    assert state(filled) == before
    assert filled.dataset.classes() == {"cat": 10, "dog": 10}
    latest = filled.versions.all()[-1]
    filled.versions.restore(latest.number)
    assert state(filled) == changed


def test_a_version_that_is_not_there_is_refused(filled: Project) -> None:
    with pytest.raises(VersionNotFound):
        filled.versions.restore(12)


def test_going_back_can_be_undone_by_going_back(filled: Project) -> None:
    first = filled.versions.freeze()
    filled.dataset.remove([image.id for image in filled.dataset.images()[:4]])
    changed = state(filled)
    filled.versions.restore(first.number)
    filled.versions.restore(filled.versions.all()[-1].number)
    assert state(filled) == changed


def test_a_version_says_what_changed(filled: Project) -> None:
    filled.versions.freeze()
    one, two, *_ = (image.id for image in filled.dataset.images(split="train"))
    filled.dataset.move([one], "fox")
    filled.dataset.remove([two])
    filled.dataset.add([picture(99, "dog")])
    second = filled.versions.freeze()
    assert filled.versions.changes(1).added == 20
    assert filled.versions.changes(second.number) == VersionChanges(1, 1, 1)
    assert filled.versions.restoring(1) == VersionChanges(1, 1, 1)
    assert not filled.versions.restoring(second.number).any
    filled.versions.restore(1)
    assert not filled.versions.restoring(1).any


def test_going_back_announces_that_the_test_set_stays(filled: Project) -> None:
    filled.versions.freeze()
    locked = filled.dataset.lock_test(0.2)
    assert filled.versions.changes(filled.versions.freeze().number).locked == locked
    assert not filled.versions.restoring(1).any
