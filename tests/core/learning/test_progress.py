"""Counting marks, choosing questions, and the next one."""

from core.learning.questions.catalogue import after, before, progress, wanted
from core.learning.questions.questionnaire import questionnaire
from core.project.records import Answer

QUESTIONS = questionnaire().questions[:4]
FIRST, SECOND, THIRD, FOURTH = QUESTIONS
ANSWERS = {
    FIRST.id: Answer(FIRST.id, "a", "knew", True, 0.0),
    SECOND.id: Answer(SECOND.id, "b", "not yet", True, 0.0),
    THIRD.id: Answer(THIRD.id, "c", None, False, 0.0),
}


def test_an_answer_without_a_mark_is_still_open() -> None:
    far = progress(QUESTIONS, ANSWERS)
    assert (far.total, far.marked, far.open) == (4, 2, 2)
    assert (far.knew, far.partly, far.not_yet) == (1, 0, 1)


def test_choosing_open_ones_and_those_to_do_again() -> None:
    assert wanted(QUESTIONS, "all", ANSWERS) == list(QUESTIONS)
    assert wanted(QUESTIONS, "open", ANSWERS) == [THIRD, FOURTH]
    assert wanted(QUESTIONS, "again", ANSWERS) == [SECOND]


def test_next_is_found_from_a_question_that_was_not_chosen() -> None:
    assert after(SECOND, [FIRST, FOURTH]) == FOURTH
    assert before(SECOND, [FIRST, FOURTH]) == FIRST
    assert after(FOURTH, [FIRST, FOURTH]) is None
    assert before(FIRST, []) is None
