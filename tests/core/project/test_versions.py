"""Versions freeze images, labels and split; going back loses nothing."""

from __future__ import annotations

import pytest

from core.project.project import Project
from core.project.records import SplitSettings
from core.project.versions.version_changes import VersionChanges
from core.project.versions.versions import VersionNotFound
from tests.core.project.pictures import picture, pictures


@pytest.fixture
def filled(project: Project) -> Project:
    """Ten cats and ten dogs."""
    project.add(pictures(10, "cat", "dog"))
    return project


def state(project: Project) -> set[tuple[str, str, str]]:
    """What a version freezes."""
    return {(image.id, image.label, image.split) for image in project.images()}


def test_the_same_content_keeps_its_number(filled: Project) -> None:
    first = filled.freeze("start")
    image = filled.images()[0]
    filled.move([image.id], "dog")
    second = filled.freeze()
    filled.move([image.id], "cat")
    assert (first.number, second.number, filled.freeze().number) == (1, 2, 1)
    assert first.images == 20


def test_the_split_belongs_to_a_version(filled: Project) -> None:
    first = filled.freeze()
    filled.set_split(SplitSettings(seed=7))
    assert filled.version_now() is None
    assert filled.freeze().number != first.number


def test_going_back_restores_everything_and_loses_nothing(filled: Project) -> None:
    before, first = state(filled), filled.freeze()
    filled.remove([filled.images()[0].id])
    filled.move([filled.images()[3].id], "fox")
    filled.add([picture(99, "dog")])
    changed = state(filled)
    filled.restore(first.number)
    assert state(filled) == before
    assert filled.classes() == {"cat": 10, "dog": 10}
    latest = filled.versions()[-1]
    filled.restore(latest.number)
    assert state(filled) == changed


def test_a_version_that_is_not_there_is_refused(filled: Project) -> None:
    with pytest.raises(VersionNotFound):
        filled.restore(12)


def test_going_back_can_be_undone_by_going_back(filled: Project) -> None:
    first = filled.freeze()
    filled.remove([image.id for image in filled.images()[:4]])
    changed = state(filled)
    filled.restore(first.number)
    filled.restore(filled.versions()[-1].number)
    assert state(filled) == changed


def test_a_version_says_what_changed(filled: Project) -> None:
    filled.freeze()
    one, two, *_ = (image.id for image in filled.images(split="train"))
    filled.move([one], "fox")
    filled.remove([two])
    filled.add([picture(99, "dog")])
    second = filled.freeze()
    assert filled.version_changes(1).added == 20
    assert filled.version_changes(second.number) == VersionChanges(1, 1, 1)
    assert filled.restoring(1) == VersionChanges(1, 1, 1)
    assert not filled.restoring(second.number).any
    filled.restore(1)
    assert not filled.restoring(1).any


def test_going_back_announces_that_the_test_set_stays(filled: Project) -> None:
    filled.freeze()
    locked = filled.lock_test(0.2)
    assert filled.version_changes(filled.freeze().number).locked == locked
    assert not filled.restoring(1).any
