"""Our own questions are whole, and every wrong answer hears why it is wrong."""

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from core.learning.questions.exercises import (
    CONTENT,
    PICTURES,
    exercises,
    made_square,
    read_exercises,
    shuffled,
)
from core.learning.questions.marking import AS_A_SHARE, hand_in, handed_in, judge, once_more
from core.learning.questions.questionnaire import questionnaire
from core.project.project import Project

BY_ID = {exercise.id: exercise for exercise in exercises()}


def test_there_are_at_least_forty_in_five_forms_on_all_topics() -> None:
    assert len(BY_ID) >= 40
    assert {one.kind for one in BY_ID.values()} == {"choice", "numeric", "order", "match", "line"}
    assert {one.topic for one in BY_ID.values()} == {one.topic for one in questionnaire().topics}


def right_and_wrong(exercise: Any) -> tuple[Any, list[Any]]:
    """The right answer of an exercise and a good many wrong ones."""
    match exercise.kind:
        case "choice":
            right = next(one.text for one in exercise.options if one.right)
            return right, [one.text for one in exercise.options if not one.right]
        case "numeric":
            return exercise.answer, [slip.value for slip in exercise.slips] + [1e9]
        case "line":
            return exercise.right, list(exercise.whys)
        case "order":
            right = list(exercise.steps)
            return right, [list(one) for one in permutations(right) if list(one) != right]
        case _:
            right = {pair.left: pair.right for pair in exercise.pairs}
            return right, [dict.fromkeys(right, "something else")]


def test_only_the_right_answer_is_right_and_each_wrong_one_has_its_why() -> None:
    accepted, unexplained, refused = [], [], []
    for exercise in BY_ID.values():
        right, wrong = right_and_wrong(exercise)
        assert wrong, exercise.id
        verdicts = [judge(exercise, given) for given in wrong]
        refused += [exercise.id] * (not judge(exercise, right).right)
        accepted += [exercise.id for verdict in verdicts if verdict.mark == "knew"]
        unexplained += [exercise.id for verdict in verdicts if not all(verdict.whys or [""])]
    assert (refused, accepted, unexplained) == ([], [], [])


def test_two_different_slips_hear_two_different_things() -> None:
    exercise: Any = BY_ID["x-matrix-missed"]
    assert judge(exercise, 2).whys != judge(exercise, 5).whys
    assert judge(exercise, 17).whys == (exercise.otherwise,)


def test_a_share_given_for_a_percentage_hears_what_is_missing() -> None:
    exercise = BY_ID["x-matrix-accuracy"]
    verdict = judge(exercise, 0.85)
    assert verdict.mark == "partly" and verdict.whys == (AS_A_SHARE,)
    assert judge(exercise, 0.15).mark == "not yet"


def test_a_match_or_an_order_can_be_partly_right() -> None:
    exercise: Any = BY_ID["x-task-for-job"]
    given = {pair.left: pair.right for pair in exercise.pairs}
    given[exercise.pairs[0].left] = "Detection"
    verdict = judge(exercise, given)
    assert verdict.mark == "partly" and len(verdict.whys) == 1
    order: Any = BY_ID["x-drivetrain-order"]
    first, second, *others = order.steps
    assert judge(order, [second, first, *others]).whys == (order.why[0],)


def test_an_answer_is_kept_and_can_be_given_once_more(project: Project) -> None:
    exercise = BY_ID["x-batches"]
    hand_in(project, exercise, 9.0)
    assert handed_in(project, exercise) == 9.0
    assert project.answers.all()[exercise.id].mark == "not yet"
    asked_anew = exercise.model_copy(update={"prompt": "Another question by now"})
    assert handed_in(project, asked_anew) is None
    once_more(project, exercise)
    assert handed_in(project, exercise) is None
    assert project.answers.all()[exercise.id].mark == "not yet"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "[]",
        '{"about": "%s"}',
        '{"given": NaN, "about": "%s"}',
        f'{{"given": 1{"0" * 400}, "about": "%s"}}',
        '{"given": [1, {}], "about": "%s"}',
    ],
)
@pytest.mark.parametrize("exercise", ["x-batches", "x-drivetrain-order", "x-task-for-job"])
def test_what_cannot_be_an_answer_leaves_the_exercise_open(
    project: Project, exercise: str, text: str
) -> None:
    hand_in(project, BY_ID[exercise], "a")
    about = json.loads(project.answers.all()[exercise].text)["about"]
    project.answers.save(exercise, text.replace("%s", about), mark="knew", revealed=True)
    assert handed_in(project, BY_ID[exercise]) is None


def test_the_right_order_is_never_the_one_shown() -> None:
    for exercise in BY_ID.values():
        if exercise.kind == "order":
            assert shuffled(exercise.id, exercise.steps) != list(exercise.steps)


def test_pictures_differ_from_one_another() -> None:
    assert len({made_square(how).tobytes() for how in PICTURES}) == len(PICTURES)


@pytest.mark.parametrize(
    ("exercise_id", "change", "reason"),
    [
        ("x-batches", {"answer": 9}, "a slip is right"),
        ("x-batches", {"checked": ""}, "how it was checked"),
        ("x-lever-or-not", {"page": "nowhere"}, "no page 'nowhere'"),
        ("x-lever-or-not", {"options": [{"text": "a", "right": True}, {"text": "b"}]}, "its why"),
        ("x-lever-or-not", {"options": [{"text": "a", "why": "b"}] * 2}, "has to be right"),
        ("x-drivetrain-order", {"why": ["one"]}, "one why between"),
        ("x-seed-line", {"right": 1}, "every other line"),
        ("x-see-crop", {"picture": "swirl"}, "no picture 'swirl'"),
        ("x-see-crop", {"id": "x-batches"}, "same id"),
    ],
)
def test_wrong_content_is_refused(
    tmp_path: Path, exercise_id: str, change: dict[str, Any], reason: str
) -> None:
    for file in CONTENT.glob("*.yaml"):
        content = yaml.safe_load(file.read_text("utf-8"))
        for entry in content["exercises"]:
            if entry["id"] == exercise_id:
                entry.update(change)
        (tmp_path / file.name).write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises((ValidationError, ValueError), match=reason):
        read_exercises(tmp_path)
