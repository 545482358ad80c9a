"""The class's guesses: held until the teacher's word, counted for each kind of question."""

from pathlib import Path

import pytest

from core.classroom.after import answers_table, hardest_first
from core.classroom.answers import Asked, ask_again, hold, keep, kept, reveal, turned_out
from core.classroom.classes import ClassPath, SchoolClass, class_of_id, new_class
from core.classroom.histogram import bar_of, bars_of_numbers
from core.classroom.lead import EVERY_PAGE, RESULT_TOPICS, Lead, only_the_line
from core.classroom.learners import Learner
from core.classroom.starting import join_class
from core.classroom.topics import topic_of, topics_of
from core.project.guesses import MIX_UP
from core.project.project import Project
from core.project.records import RunRecord
from core.project.workspace import Workspace
from core.training.runs import WAIT_SINCE, finished_runs, hold_results, waiting_runs

CHOICE = Asked(prompt="Which?", options=("A", "B", "C"))


@pytest.fixture
def of(home: Path) -> SchoolClass:
    return new_class(ClassPath(), "", 7)[0]


@pytest.fixture
def three(of: SchoolClass) -> list[Learner]:
    return [join_class(of, name)[1] for name in ("brave deer", "quick otter", "wise owl")]


def chose(learner: Learner, words: str, topic: str = "t") -> None:
    asked = CHOICE.model_copy(update={"words": words})
    keep(learner, topic, words or None, asked, page="gather", held=True)


def test_a_held_guess_is_one_on_its_page_that_nobody_revealed(of: SchoolClass) -> None:
    hold(of.id, ["gather"])
    held = class_of_id(of.id).lead
    assert held.holds("t", "gather") and not held.holds("t", "train")
    hold(of.id, [EVERY_PAGE])
    reveal(of.id, ["t"])
    now = class_of_id(of.id)
    assert not now.lead.holds("t", "gather") and now.lead.holds("u", "train")
    assert now.news == of.news + 3


def test_a_question_that_is_asked_again_is_held_and_counted_afresh(
    of: SchoolClass, three: list[Learner]
) -> None:
    hold(of.id, [EVERY_PAGE])
    name = RESULT_TOPICS[0]
    for learner in three:
        chose(learner, "A", name)
    reveal(of.id, [name])
    assert class_of_id(of.id).lead.results_wait is None
    ask_again(of.id, name)
    now = class_of_id(of.id)
    assert now.lead.holds(name, "train") and topic_of(now, name) is None
    assert now.lead.results_wait is not None and now.lead.results_wait >= now.lead.again[name]
    keep(three[0], name, "B", CHOICE.model_copy(update={"words": "B"}), page="train", instead=True)
    found = topic_of(now, name)
    assert found is not None and found.count == 1 and found.of_runs


@pytest.mark.parametrize(
    ("change", "stays"),
    [
        ({}, False),
        ({"message": "Look up"}, True),
        ({"paused": "Who?", "until": 9.0}, True),
        ({"revealed": ("elsewhere",)}, True),
        ({"revealed": ("here",)}, False),
        ({"revealed": RESULT_TOPICS[:1]}, False),
        ({"message": "Look up", "up_to": 3}, False),
        ({"held": ()}, False),
    ],
)
def test_a_page_runs_again_only_for_what_stands_on_it(
    change: dict[str, object], stays: bool
) -> None:
    before = Lead(held=(EVERY_PAGE,))
    assert only_the_line(before, before.model_copy(update=change), {"here"}) is stays


def test_what_is_locked_in_stays_and_counts_once(of: SchoolClass, three: list[Learner]) -> None:
    for learner, words in zip(three, ("A", "C", ""), strict=True):
        chose(learner, words)
    chose(three[0], "B")
    found = topic_of(of, "t")
    assert found is not None and (found.count, found.passed) == (3, 1)
    assert [(bar.words, bar.guesses) for bar in found.bars] == [("A", 1), ("B", 0), ("C", 1)]
    mine = kept(three[0], "t")
    assert mine is not None and mine.held and mine.choice == "A"


def test_the_hardest_question_comes_first(of: SchoolClass, three: list[Learner]) -> None:
    for topic, rights in (("easy", (True, True, False)), ("hard", (False, False, True))):
        for learner, right in zip(three, rights, strict=True):
            chose(learner, "=A()", topic)
            turned_out(learner, topic, "", right)
    chose(three[0], "B", "unjudged")
    ordered = hardest_first(topics_of(of))
    assert [one.name for one in ordered] == ["hard", "easy", "unjudged"]
    table = answers_table(ordered).decode("utf-8-sig")
    assert "'=A()" in table and ",=A()" not in table


def test_numbers_have_bars_of_their_own_range_or_shares_of_it() -> None:
    few = bars_of_numbers([(2, 0, 5), (2, 0, 5), (4, 0, 5)])
    assert [bar.guesses for bar in few] == [0, 0, 2, 0, 1, 0]
    many = bars_of_numbers([(0, 0, 64), (63, 0, 64), (64, 0, 64)])
    assert sum(bar.guesses for bar in many) == 3 and many[0].guesses == 1
    mixed = bars_of_numbers([(10, 0, 20), (50, 0, 100), (100, 0, 100)])
    assert [bar.guesses for bar in mixed] == [0, 0, 0, 0, 0, 2, 0, 0, 0, 1]
    assert bar_of(50, 0, 100, mixed) == 5 and bar_of(63, 0, 64, many) == len(many) - 1
    assert bars_of_numbers([]) == ()


def test_orders_show_who_was_put_first_in_the_classs_own_order(
    of: SchoolClass, three: list[Learner]
) -> None:
    orders = [("x", "y", "z"), ("y", "x", "z"), ("y", "z", "x")]
    for learner, order in zip(three, orders, strict=True):
        asked = Asked(prompt="Order", kind="order", words=", ".join(order), order=order)
        keep(learner, "o", list(order), asked, page="deploy", held=True)
    found = topic_of(of, "o")
    assert found is not None
    assert [(bar.words[0], bar.guesses) for bar in found.bars] == [("y", 2), ("x", 1), ("z", 0)]


def test_a_choice_kept_as_json_is_the_projects_own_again() -> None:
    assert MIX_UP.as_choice(["a", "b"]) == ("a", "b")
    assert MIX_UP.as_choice("nonsense") is None


def test_a_result_that_a_class_waits_for_is_on_no_page_until_either_question_is_revealed(
    of: SchoolClass, three: list[Learner]
) -> None:
    project = Workspace("", three[0].folder).current()
    known = finished_run(project, "quick")
    hold(of.id, [EVERY_PAGE])
    hold_results(project, class_of_id(of.id).lead.results_wait)
    new, fine_tune = finished_run(project, "quick"), finished_run(project, "finetune")
    assert finished_runs(project) == [known] and waiting_runs(project) == [fine_tune, new]
    hold(of.id, ["gather", "train"])
    assert class_of_id(of.id).lead.results_wait == project.settings.get(WAIT_SINCE)
    reveal(of.id, ["tour.seconds"])
    hold_results(project, class_of_id(of.id).lead.results_wait)
    assert finished_runs(project) == [fine_tune, new, known] and not waiting_runs(project)


def finished_run(project: Project, kind: str) -> RunRecord:
    run = project.runs.create(kind, {}, project.versions.freeze().number)
    return project.runs.update(run.id, status="finished", results={"accuracy": 0.5})
