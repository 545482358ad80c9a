"""Cleaning: staged on disk, applied between two versions, undone; the test set is out of reach."""

import pytest

from core.project.dataset.test_set import LockedPicture
from core.project.project import Project
from core.project.records import StagedChoice
from core.project.versions.staging import JournalEntry
from tests.core.project.pictures import picture, pictures
from tests.said import said


@pytest.fixture
def filled(project: Project) -> Project:
    """Ten cats and ten dogs."""
    project.dataset.add(pictures(10, "cat", "dog"))
    return project


def state(project: Project) -> set[tuple[str, str, str]]:
    """What a version freezes."""
    return {(image.id, image.label, image.split) for image in project.dataset.images()}


def some(project: Project, count: int, split: str = "train") -> list[str]:
    return [image.id for image in project.dataset.images(split=split)[:count]]


def test_a_later_choice_replaces_an_earlier_one(filled: Project) -> None:
    one, two, three = (image.id for image in filled.dataset.images()[:3])
    filled.cleaning.stage(one, "delete")
    filled.cleaning.stage(one, "relabel", "dog")
    filled.cleaning.stage(two, "keep")
    filled.cleaning.stage(three, "delete")
    filled.cleaning.unstage([three])
    assert filled.cleaning.staged() == {
        one: StagedChoice(one, "relabel", "dog"),
        two: StagedChoice(two, "keep", None),
    }
    with pytest.raises(ValueError, match="label"):
        filled.cleaning.stage(one, "relabel")


def test_staged_choices_change_nothing_until_applied(filled: Project) -> None:
    before = state(filled)
    one, two, three = (image.id for image in filled.dataset.images()[:3])
    filled.cleaning.stage(one, "delete")
    filled.cleaning.stage(two, "relabel", "dog")
    filled.cleaning.stage(three, "keep")
    assert state(filled) == before
    applied = filled.cleaning.apply()
    assert (applied.deleted, applied.relabelled) == (1, 1)
    assert filled.dataset.classes() == {"cat": 8, "dog": 11}
    assert list(filled.cleaning.staged()) == [three]
    assert len(filled.versions.images(applied.version_before)) == 20
    assert len(filled.versions.images(applied.version_after)) == 19


def test_undo_takes_back_the_cleaning_and_keeps_what_came_since(filled: Project) -> None:
    before = state(filled)
    one, two = (image.id for image in filled.dataset.images()[:2])
    filled.cleaning.stage(one, "delete")
    filled.cleaning.stage(two, "relabel", "fox")
    filled.cleaning.apply()
    late = picture(99, "dog")
    filled.dataset.add([late])
    filled.cleaning.undo()
    assert {row for row in state(filled) if row[0] != late.id} == before
    assert filled.dataset.image(late.id).label == "dog"
    assert "fox" not in filled.dataset.classes()
    assert filled.dataset.image_path(one).exists()
    assert filled.cleaning.undo() is None


def test_undo_returns_to_the_very_version(filled: Project) -> None:
    filled.cleaning.stage(filled.dataset.images()[0].id, "delete")
    applied = filled.cleaning.apply()
    undone = filled.cleaning.undo()
    assert undone is not None
    assert undone.number == applied.version_before


def test_undo_respects_a_label_changed_again(filled: Project) -> None:
    image = filled.dataset.images()[0]
    filled.cleaning.stage(image.id, "relabel", "dog")
    filled.cleaning.apply()
    filled.dataset.move([image.id], "wolf")
    filled.cleaning.undo()
    assert filled.dataset.image(image.id).label == "wolf"


def test_applying_nothing_leaves_nothing_to_undo(filled: Project) -> None:
    filled.cleaning.stage(filled.dataset.images()[0].id, "keep")
    applied = filled.cleaning.apply()
    assert applied.version_before == applied.version_after
    assert filled.cleaning.last() is None


def test_the_history_says_that_validation_was_cleaned(filled: Project) -> None:
    [learned], [checked] = some(filled, 1), some(filled, 1, "valid")
    for image in (learned, checked):
        filled.cleaning.stage(image, "relabel", "fox")
    assert filled.cleaning.apply().relabelled == 2
    assert filled.dataset.label_history(learned)[-1].why == "cleaning"
    assert filled.dataset.label_history(checked)[-1].why == "cleaning the validation set"


def test_the_locked_test_set_cannot_be_cleaned(filled: Project) -> None:
    filled.dataset.lock_test(0.2)
    before, [locked] = state(filled), some(filled, 1, "test")
    for action, label in (("delete", None), ("relabel", "fox"), ("keep", None)):
        with pytest.raises(LockedPicture, match=said("project", "locked_picture")):
            filled.cleaning.stage(locked, action, label)
    with pytest.raises(LockedPicture):
        filled.dataset.move([locked, *some(filled, 1)], "fox")
    filled.cleaning.take_journal("wall", [JournalEntry(1, locked, "delete")])
    assert filled.cleaning.staged() == {}
    assert state(filled) == before


def test_a_choice_about_the_test_set_that_came_in_with_a_file_is_not_applied(
    filled: Project,
) -> None:
    filled.dataset.lock_test(0.2)
    [locked], [free] = some(filled, 1, "test"), some(filled, 1)
    filled.cleaning.stage(free, "delete")
    with filled.writing() as connection:
        connection.execute("INSERT INTO staged VALUES (?, 'delete', NULL, 0)", (locked,))
    with pytest.raises(LockedPicture):
        filled.cleaning.apply()
    assert {locked, free} <= {image.id for image in filled.dataset.images()}


def test_undoing_a_cleaning_leaves_a_picture_locked_since_as_it_is(filled: Project) -> None:
    for image in filled.dataset.images(label="cat"):
        filled.cleaning.stage(image.id, "relabel", "lynx")
    filled.cleaning.apply()
    filled.dataset.lock_test(0.3)
    locked = {image.id for image in filled.dataset.images(label="lynx", split="test")}
    assert locked
    filled.cleaning.undo()
    assert {image.id for image in filled.dataset.images(label="lynx")} == locked
    assert len(filled.dataset.images(label="cat")) == 10 - len(locked)


def test_going_back_undoes_a_cleaning_and_going_forward_brings_it_back(filled: Project) -> None:
    filled.cleaning.stage(some(filled, 1)[0], "delete")
    applied = filled.cleaning.apply()
    filled.versions.restore(applied.version_before)
    assert filled.cleaning.last() is None
    filled.versions.restore(applied.version_after)
    assert filled.cleaning.last() == applied


def test_a_journal_is_taken_once_and_in_order(filled: Project) -> None:
    one, two = some(filled, 2)
    journal = [
        JournalEntry(1, one, "delete"),
        JournalEntry(2, two, "relabel", "dog"),
        JournalEntry(3, one, "relabel", "dog"),
    ]
    filled.cleaning.take_journal("wall", journal[:2])
    filled.cleaning.take_journal("wall", journal)
    assert [choice.action for choice in filled.cleaning.staged().values()] == ["relabel", "relabel"]
    assert filled.cleaning.journal_taken("wall") == 3
    filled.cleaning.apply()
    filled.cleaning.undo()
    filled.cleaning.take_journal("wall", [*journal, JournalEntry(4, two, "undo")])
    assert filled.cleaning.staged() == {}


def test_two_walls_keep_their_own_count(filled: Project) -> None:
    one, two = some(filled, 2)
    filled.cleaning.take_journal("tab one", [JournalEntry(7, one, "keep")])
    filled.cleaning.take_journal("tab two", [JournalEntry(1, two, "keep")])
    assert set(filled.cleaning.staged()) == {one, two}
    assert (filled.cleaning.journal_taken("tab one"), filled.cleaning.journal_taken("tab two")) == (
        7,
        1,
    )


def test_a_journal_about_what_is_gone_is_passed_over(filled: Project) -> None:
    one, two = some(filled, 2)
    filled.dataset.remove([one])
    strange = [
        JournalEntry(1, one, "delete"),
        JournalEntry(2, two, "relabel", "no such class"),
        JournalEntry(3, two, "relabel", None),
        JournalEntry(4, two, "explode"),
    ]
    filled.cleaning.take_journal("wall", strange)
    assert filled.cleaning.staged() == {}
    assert filled.cleaning.journal_taken("wall") == 4
