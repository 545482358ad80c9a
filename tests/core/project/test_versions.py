"""Versions freeze images, labels and split; cleaning stands between two of them."""

from __future__ import annotations

import pytest

from core.project.project import Project
from core.project.records import SplitSettings, StagedChoice
from core.project.versions import VersionNotFound
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


def test_a_later_choice_replaces_an_earlier_one(filled: Project) -> None:
    one, two, three = (image.id for image in filled.images()[:3])
    filled.stage(one, "delete")
    filled.stage(one, "relabel", "dog")
    filled.stage(two, "keep")
    filled.stage(three, "delete")
    filled.unstage([three])
    assert filled.staged() == {
        one: StagedChoice(one, "relabel", "dog"),
        two: StagedChoice(two, "keep", None),
    }
    with pytest.raises(ValueError, match="label"):
        filled.stage(one, "relabel")


def test_staged_choices_change_nothing_until_applied(filled: Project) -> None:
    before = state(filled)
    one, two, three = (image.id for image in filled.images()[:3])
    filled.stage(one, "delete")
    filled.stage(two, "relabel", "dog")
    filled.stage(three, "keep")
    assert state(filled) == before
    applied = filled.apply_staged()
    assert (applied.deleted, applied.relabelled) == (1, 1)
    assert filled.classes() == {"cat": 8, "dog": 11}
    assert filled.staged() == {}
    assert len(filled.version_images(applied.version_before)) == 20
    assert len(filled.version_images(applied.version_after)) == 19


def test_undo_takes_back_the_cleaning_and_keeps_what_came_since(filled: Project) -> None:
    before = state(filled)
    one, two = (image.id for image in filled.images()[:2])
    filled.stage(one, "delete")
    filled.stage(two, "relabel", "fox")
    filled.apply_staged()
    late = picture(99, "dog")
    filled.add([late])
    filled.undo_cleaning()
    assert {row for row in state(filled) if row[0] != late.id} == before
    assert filled.image(late.id).label == "dog"
    assert "fox" not in filled.classes()
    assert filled.image_path(one).exists()
    assert filled.undo_cleaning() is None


def test_undo_returns_to_the_very_version(filled: Project) -> None:
    filled.stage(filled.images()[0].id, "delete")
    applied = filled.apply_staged()
    undone = filled.undo_cleaning()
    assert undone is not None
    assert undone.number == applied.version_before


def test_undo_respects_a_label_changed_again(filled: Project) -> None:
    image = filled.images()[0]
    filled.stage(image.id, "relabel", "dog")
    filled.apply_staged()
    filled.move([image.id], "wolf")
    filled.undo_cleaning()
    assert filled.image(image.id).label == "wolf"


def test_applying_nothing_leaves_nothing_to_undo(filled: Project) -> None:
    filled.stage(filled.images()[0].id, "keep")
    applied = filled.apply_staged()
    assert applied.version_before == applied.version_after
    assert filled.last_cleaning() is None
