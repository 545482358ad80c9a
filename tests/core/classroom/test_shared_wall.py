"""The wall of a class: copies that learners chose, seen by the class alone, gone with it."""

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from core.classroom.classes import ClassPath, new_class
from core.classroom.ending import delete_learner, end_class
from core.classroom.shared_wall import (
    MOST_EACH,
    SIDE,
    MixUp,
    WallRefused,
    hangs,
    show_picture,
    show_plan,
    show_report,
    take_down,
    wall_of,
)
from core.classroom.starting import begin_with_project, join_class
from core.drivetrain.plan.plan import Lever, Plan, save_plan
from core.project.project import Project
from tests.core.classroom.test_class import ONE, OTHER, files_with
from tests.core.project.pictures import pictures

MADE = MixUp("bear", "fox", 0.9)


def test_what_a_learner_chose_hangs_as_a_copy_until_the_class_ends(
    project: Project, tmp_path: Path
) -> None:
    project.dataset.add(pictures(1, "bear", "fox"))
    of, _ = new_class(ClassPath(), "project", 7)
    begin_with_project(of, project)
    (space, one), (_, other) = (join_class(of, name) for name in (ONE, OTHER))
    elsewhere, _ = new_class(ClassPath(), "", 7)
    mine = space.current()
    large = tmp_path / "large.png"
    Image.new("RGB", (2 * SIDE, SIDE), "red").save(large)
    show_picture(one, "find", "f1", large, MADE)
    with pytest.raises(WallRefused, match="no_plan"):
        show_plan(one, mine)
    save_plan(mine, Plan(objective="Nobody is hurt", levers=[Lever(name="Ring the siren")]))
    show_plan(one, mine)
    show_report(one, mine, date(2026, 1, 1))
    save_plan(mine, Plan(objective="Changed later"))
    large.unlink()
    report, plan, find = wall_of(of.id)
    assert [one.kind for one in (report, plan, find)] == ["report", "plan", "find"]
    assert plan.lines == ("Nobody is hurt", "Ring the siren") and "Nobody is hurt" in report.html
    assert find.mix_up == MADE and find.nickname == ONE
    with Image.open(io.BytesIO(find.jpeg)) as copy:
        assert copy.size == (SIDE, SIDE // 2)
    assert wall_of(elsewhere.id) == []
    assert hangs(one, "find:f1") and not hangs(other, "find:f1")
    take_down(elsewhere.id, one.id, "plan")
    assert hangs(one, "plan")
    take_down(of.id, one.id, "report")
    end_class(of)
    assert wall_of(of.id) == [] and not files_with(space.path.parents[1], "Ring the siren")


def test_a_learner_shows_few_things_and_takes_them_along(project: Project, tmp_path: Path) -> None:
    of, _ = new_class(ClassPath(), "", 7)
    _, one = join_class(of, ONE)
    _, other = join_class(of, OTHER)
    file = tmp_path / "a.png"
    Image.new("RGB", (8, 8)).save(file)
    for number in range(MOST_EACH):
        show_picture(one, "picture", str(number), file, MADE)
    show_picture(one, "picture", "0", file, MADE)
    with pytest.raises(WallRefused, match="full"):
        show_picture(one, "picture", "one more", file, MADE)
    show_picture(other, "picture", "0", file, MADE)
    delete_learner(one)
    assert [one.nickname for one in wall_of(of.id)] == [OTHER]
