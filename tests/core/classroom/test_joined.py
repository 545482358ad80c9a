"""The joined set: classes matched by name, each picture once, within limits, gone at the end."""

from pathlib import Path

import pytest

from core.classroom import joined
from core.classroom.after import work_of
from core.classroom.classes import ClassPath, SchoolClass, class_of_id, new_class
from core.classroom.ending import delete_learner, end_class
from core.classroom.joined import (
    LEARNER,
    joined_of,
    make_joined,
    open_copy,
    open_to_learners,
    works,
)
from core.classroom.learners import Learner, moved_folder
from core.classroom.starting import join_class
from core.classroom.union import Offer, chosen, shared_names, without_alike
from core.gather.arrivals import from_files
from core.gather.intake import take_in
from core.learning.paths.paths import place_now
from core.project.archive.attribution import CREATOR
from core.project.project import Project
from core.project.workspace import Workspace
from tests.core.classroom.test_class import ONE, OTHER
from tests.core.classroom.test_swap import bring
from tests.core.gather.pictures import as_file, noise


def nothing(done: int, total: int) -> None:
    """Nobody listens."""


def class_of_two(*sets: dict[str, range]) -> tuple[SchoolClass, list[Learner]]:
    """A class of two learners, each with these pictures by class."""
    of, _ = new_class(ClassPath(), "", 7)
    learners = [join_class(of, name)[1] for name in (ONE, OTHER)]
    for learner, own in zip(learners, sets, strict=True):
        for label, seeds in own.items():
            bring(learner, label, seeds)
    return of, learners


def test_classes_are_matched_by_name_and_each_picture_is_one() -> None:
    counts = {"a": {"Oak leaf": 2, "elm": 1}, "b": {"oak-leaf": 3}, "c": {"oak-leaf": 1, "ash": 0}}
    oak, elm = shared_names(counts)
    assert (oak.name, oak.learners, oak.pictures) == ("oak-leaf", 3, 6)
    assert set(oak.spellings) == {"Oak leaf", "oak-leaf"} and elm.learners == 1
    offers = [("1", "x", "a"), ("1", "x", "b"), ("1", "y", "c"), ("2", "x", "a"), ("2", "y", "b")]
    more = [("3", "x", "a"), ("4", "x", "a"), ("5", "x", "b")]
    found = chosen([Offer(*one) for one in offers + more])
    assert [one.image for one in found.kept] == ["1", "5", "3", "4"]
    assert (found.twice, found.settled, found.tied) == (3, 1, 1)
    alike = {"1": "g", "3": "g", "5": "g"}
    assert [one.image for one in without_alike(found.kept, alike)] == ["1", "3", "4"]
    moss = [one._replace(label="moss") if one.image == "5" else one for one in found.kept]
    assert len(without_alike(moss, alike)) == 4


def test_everybodys_pictures_become_one_project_that_learners_open_a_copy_of(home: Path) -> None:
    of, [first, second] = class_of_two(
        {"leaf": range(3), "moss": range(10, 12)}, {"Leafs": range(2, 6)}
    )
    made = make_joined(of, "All leaves", ["Leafs"], nothing)
    figures = made.figures
    assert (figures.pictures, figures.learners, figures.twice) == (6, 2, 1)
    assert made.project.dataset.classes() == {"Leafs": 6}
    known = [made.project.dataset.provenance(one.id) for one in made.project.dataset.images()]
    assert {one[LEARNER] for one in known} == {one[CREATOR] for one in known} == {ONE, OTHER}
    assert work_of(first).dataset.classes() == {"leaf": 3, "moss": 2}  # type: ignore[union-attr]
    open_to_learners(of, True)
    found = joined_of(of)
    assert found is not None and found.figures.is_open
    before = place_now(work_of(second))  # type: ignore[arg-type]
    copy = open_copy(of, found, Workspace("", second.folder))
    assert copy.dataset.classes() == {"Leafs": 6} and place_now(copy) == before
    own = works(of)[OTHER]
    assert own.id != copy.id and own.dataset.classes() == {"Leafs": 4}
    take_in(own, from_files([(f"{seed}.png", as_file(noise(seed))) for seed in (40, 41)], "Leafs"))
    again = make_joined(of, "All leaves", ["Leafs", "moss"], nothing)
    assert not made.project.path.exists() and again.figures.pictures == 10
    delete_learner(first)
    assert joined_of(of) is None and not again.project.path.exists()
    assert {copy.dataset.provenance(i.id)[LEARNER] for i in copy.dataset.images()} == {OTHER}


def test_a_joined_set_stays_within_the_limits_and_ends_with_the_class(
    home: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIVETRAIN_MAX_PROJECT_PICTURES", "4")
    of, _ = class_of_two({"leaf": range(4)}, {"leaf": range(10, 13)})
    made = make_joined(of, "All leaves", ["leaf"], nothing)
    assert (made.figures.pictures, made.figures.no_room) == (4, 3)
    owners = [made.project.dataset.provenance(i.id)[LEARNER] for i in made.project.dataset.images()]
    assert sorted(owners) == sorted([ONE, OTHER] * 2)

    class Stop(Exception):
        """The teacher pressed Stop."""

    def stop(done: int, total: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        make_joined(of, "All leaves", ["leaf"], stop)
    assert joined_of(of) is not None
    teacher = Workspace("", project.path.parents[1])
    before = [one.id for one in teacher.every_project()]
    for name, value in (("MIN_FREE_MB", "999999999"), ("MAX_WORKSPACE_MB", "1")):
        with monkeypatch.context() as short, pytest.raises(OSError, match="no room"):
            short.setenv(f"DRIVETRAIN_{name}", value)
            short.setattr(joined, "folder_size", lambda folder: 2_000_000)
            open_copy(of, made, teacher)
    assert [one.id for one in teacher.every_project()] == before
    copy = open_copy(of, made, teacher)
    moved = teacher.with_new_key()
    moved_folder(teacher.path, moved.path)
    end_class(class_of_id(of.id))
    left = [one.id for one in moved.every_project()]
    assert left == [project.id] and copy.id not in left
    assert [one.name for one in (home / "workspaces").iterdir()] == [moved.path.name]
