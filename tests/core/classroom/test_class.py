"""A class from its code to its end: joining, what all begin with, who is where, the end."""

import io
import time
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.classroom.after import reports_of_class, work_of
from core.classroom.classes import (
    ClassPath,
    NoSuchClass,
    class_of_code,
    class_of_id,
    class_of_key,
    end_on,
    lead,
    new_class,
    open_to_newcomers,
)
from core.classroom.door import WRONG_A_MINUTE, TooOften, try_code
from core.classroom.ending import end_what_is_due
from core.classroom.learners import (
    CannotJoin,
    learner_at,
    learners_of,
    new_card,
    news_for,
)
from core.classroom.names import WORDS, is_nickname, nicknames_to_choose
from core.classroom.pulses import PULSES, Pulses
from core.classroom.starting import begin_with_project, join_class
from core.classroom.summary import STUCK_QUIET_S, is_away, is_stuck, note_here
from core.learning.paths.paths import OWN, closed_pages, guided_paths, place_now
from core.project import forgetting
from core.project.project import Project
from core.project.workspace import Workspace, WorkspaceNotFound
from tests.core.project.pictures import pictures

ONE, OTHER = "brave deer", "quick otter"


def files_with(home: Path, text: str) -> list[Path]:
    return [one for one in home.rglob("*") if one.is_file() and text.encode() in one.read_bytes()]


def test_a_code_opens_the_door_until_it_is_closed(home: Path) -> None:
    of, key = new_class(ClassPath(), "", 7)
    letters, digits = of.code.split("-")
    assert class_of_code(f" {letters.lower()} {digits} ").id == of.id == class_of_key(key).id
    assert not files_with(home, key)
    workspace, learner = join_class(of, ONE)
    assert learner_at(workspace.path) == (learner, class_of_id(of.id))
    for name, why in ((ONE, "taken"), ("Robert'); DROP", "no_nickname")):
        with pytest.raises(CannotJoin, match=why):
            join_class(of, name)
    open_to_newcomers(of.id, False)
    with pytest.raises(CannotJoin, match="closed"):
        join_class(of, OTHER)
    assert len(list(home.glob("workspaces/*"))) == 1


def test_guessing_codes_ends_soon_for_right_ones_too(home: Path) -> None:
    of, _ = new_class(ClassPath(), "", 7)
    for _ in range(WRONG_A_MINUTE):
        with pytest.raises(NoSuchClass):
            try_code("NONE-00", "192.0.2.7")
    with pytest.raises(TooOften):
        try_code(of.code, "192.0.2.7")
    assert try_code(of.code, "192.0.2.8").id == of.id


def test_nicknames_come_from_our_lists_alone() -> None:
    taken = {f"{WORDS.first[0]} {word}" for word in WORDS.second}
    offered = nicknames_to_choose(taken)
    assert len(offered) == 6 and not taken & set(offered) and all(map(is_nickname, offered))
    assert len({word for name in offered for word in name.split()}) == 12


def test_all_begin_with_the_same_project_on_the_path_and_change_only_their_own(
    project: Project,
) -> None:
    project.dataset.add(pictures(5, "bear", "fox"))
    project.answers.save("why", "The teacher's own words")
    for record in project.dataset.images():
        project.dataset.thumbnail(record.id)
    of, _ = new_class(ClassPath(id=OWN, pages=("gather", "domain")), "project", 7)
    begin_with_project(of, project)
    spaces = [join_class(class_of_id(of.id), name)[0] for name in (ONE, OTHER)]
    one, other = (space.current() for space in spaces)
    assert one.dataset.classes() == other.dataset.classes() == {"bear": 5, "fox": 5}
    assert not one.answers.all()
    place = place_now(one)
    assert place is not None and [stop.page for stop in place.path.stops] == ["gather", "domain"]
    image = one.dataset.images()[0]
    shared = one.dataset.image_path(image.id), other.dataset.image_path(image.id)
    small = one.dataset.thumbnail(image.id), other.dataset.thumbnail(image.id)
    assert shared[0].samefile(shared[1]) and small[0].samefile(small[1])
    one.dataset.remove_class(image.label)
    assert one.dataset.classes() != other.dataset.classes() and shared[1].exists()


def test_a_disk_without_room_empties_no_classmates_pictures(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.dataset.add(pictures(1, "bear", "fox"))
    of, _ = new_class(ClassPath(), "project", 7)
    begin_with_project(of, project)
    mine, other = (join_class(of, name)[0].current() for name in (ONE, OTHER))
    monkeypatch.setattr(forgetting, "forget_pictures", lambda ids: False)
    with mine.dataset.reading() as tables:
        forgetting.delete_folder(mine.path)
        assert tables.execute("SELECT COUNT(*) FROM picture").fetchone()[0] == 2
    files = [other.dataset.image_path(image.id) for image in other.dataset.images()]
    assert files and all(file.stat().st_size for file in files)


def test_the_summary_is_fed_by_the_learner_and_read_without_their_projects(
    project: Project,
) -> None:
    project.dataset.add(pictures(3, "bear", "fox"))
    of, _ = new_class(ClassPath(), "project", 7)
    begin_with_project(of, project)
    workspace, learner = join_class(of, ONE)
    note_here(learner, of, workspace.current(), "gather")
    workspace.path.rename(workspace.path.with_name("out-of-reach"))
    [row] = learners_of(of.id)
    stops = [stop.page for stop in of.path.guided().stops]
    assert (row.page, row.stop, row.pictures, row.classes) == (
        "gather",
        stops.index("gather"),
        6,
        2,
    )
    given = 60 * of.path.guided().stops[row.stop].minutes
    late = row.since + 2 * given + 1
    still_there = replace(row, seen=late)
    assert is_stuck(still_there, of.path.guided(), late) == (2 * given + 1 > STUCK_QUIET_S)
    assert not is_stuck(row, of.path.guided(), late)  # gone, not stuck
    assert not is_stuck(row, of.path.guided(), row.since + given)
    assert is_away(row, late) and not is_away(row, row.seen + 1)


def test_what_a_teacher_does_is_news_for_every_screen(home: Path) -> None:
    of, _ = new_class(ClassPath(), "", 7)
    _, learner = join_class(of, ONE)
    before = news_for(learner.pulse, active=False)
    lead(of.id, lambda now: {"paused": "Why?", "up_to": 2})
    after = news_for(learner.pulse, active=True)
    assert before and after and after["news"] == before["news"] + 1
    assert news_for("nobody's", active=True) is None
    path = guided_paths()["class"]
    closed = closed_pages(path, 2)
    assert "gather" in closed and not closed & {stop.page for stop in path.stops[:3]}


def test_a_new_card_opens_the_same_work_and_the_old_one_nothing(project: Project) -> None:
    project.dataset.add(pictures(1, "bear"))
    of, _ = new_class(ClassPath(), "project", 7)
    begin_with_project(of, project)
    workspace, learner = join_class(of, ONE)
    moved = new_card(learner)
    assert Workspace.open(moved.key).current().dataset.classes() == {"bear": 1}
    with pytest.raises(WorkspaceNotFound):
        Workspace.open(workspace.key)
    [row] = learners_of(of.id)
    assert row.folder == moved.path and work_of(row) is not None


def test_reports_are_of_every_project_whichever_is_open(project: Project) -> None:
    project.dataset.add(pictures(1, "bear"))
    of, _ = new_class(ClassPath(), "project", 7)
    begin_with_project(of, project)
    (one, _), (other, _) = join_class(of, ONE), join_class(of, OTHER)
    one.new_project("A: second/try")
    packed = reports_of_class(learners_of(of.id), date(2026, 12, 1), lambda done, total: None)
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    cards = sorted(name for name in names if name.endswith("model-card.md"))
    first = f"2-{other.current().name}"
    assert cards == [
        "brave-deer/1-A_ second_try/model-card.md",
        f"brave-deer/{first}/model-card.md",
        "quick-otter/model-card.md",
    ]


def test_on_its_day_everything_of_a_class_is_gone_and_nothing_else(project: Project) -> None:
    project.dataset.add(pictures(2, "bear", "fox"))
    of, key = new_class(ClassPath(), "project", 7)
    begin_with_project(of, project)
    workspace, _ = join_class(of, ONE)
    other, _ = new_class(ClassPath(), "", 7)
    assert end_what_is_due() == 0 and files_with(workspace.path.parents[1], ONE)
    end_on(of.id, time.time() - 1)
    assert end_what_is_due() == 1
    with pytest.raises(NoSuchClass):
        class_of_key(key)
    assert not workspace.path.exists() and project.dataset.classes() == {"bear": 2, "fox": 2}
    assert not files_with(workspace.path.parents[1], ONE)
    assert class_of_id(other.id) == other and learner_at(workspace.path) is None
    assert [one.name for one in workspace.path.parent.iterdir()] == [project.path.parents[1].name]


def test_pulses_hear_at_once_what_a_teacher_does(home: Path) -> None:
    of, _ = new_class(ClassPath(), "", 7)
    _, learner = join_class(of, ONE)
    PULSES.look()
    before = PULSES.news(learner.pulse, active=True)
    assert before is not None and PULSES.news("nobody's", active=True) is None
    lead(of.id, lambda now: {"paused": "Why?"})
    assert not PULSES.is_fresh()
    PULSES.look()
    assert PULSES.news(learner.pulse, active=False) == before + 1


def test_who_is_at_a_screen_is_written_down_for_the_teacher(home: Path) -> None:
    of, _ = new_class(ClassPath(), "", 7)
    joined = [join_class(of, name)[1] for name in (ONE, OTHER)]
    pulses = Pulses()
    pulses.look()
    assert [pulses.news(one.pulse, active=one is joined[0]) for one in joined] == [of.news] * 2
    open_to_newcomers(of.id, False)
    pulses.look()
    seen = {one.nickname: one.seen for one in learners_of(of.id)}
    assert seen[ONE] > joined[0].seen and seen[OTHER] == joined[1].seen
