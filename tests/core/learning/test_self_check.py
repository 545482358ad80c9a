"""Writing, comparing and marking are in the project at once, and do not undo one another."""

from core.learning.questions import self_check
from core.learning.questions.questionnaire import questionnaire
from core.project.project import Project
from core.project.workspace import Workspace
from tests.keys import key_of

QUESTION = questionnaire().questions[0]


def test_writing_keeps_the_mark_and_marking_keeps_the_words(project: Project) -> None:
    self_check.write(project, QUESTION, "at night")
    self_check.reveal(project, QUESTION)
    self_check.mark(project, QUESTION, "partly")
    self_check.write(project, QUESTION, "at night, in rain")
    answer = self_check.answer_to(project, QUESTION)
    assert (answer.text, answer.mark, answer.revealed) == ("at night, in rain", "partly", True)

    self_check.mark(project, QUESTION, None)
    self_check.reveal(project, QUESTION, False)
    answer = self_check.answer_to(project, QUESTION)
    assert (answer.text, answer.mark, answer.revealed) == ("at night, in rain", None, False)


def test_everything_is_there_when_the_workspace_is_opened_again(project: Project) -> None:
    self_check.write(project, QUESTION, "at night")
    self_check.tick(project, QUESTION, [2, 0, 2])
    self_check.keep_place(project, QUESTION.id)
    again = Workspace.open(key_of(project)).current()
    assert self_check.answer_to(again, QUESTION).text == "at night"
    assert self_check.ticked(again, QUESTION) == [0, 2]
    assert self_check.place(again) == QUESTION.id


def test_a_very_long_answer_is_cut(project: Project) -> None:
    self_check.write(project, QUESTION, "x" * (self_check.LONGEST_ANSWER + 1))
    assert len(self_check.answer_to(project, QUESTION).text) == self_check.LONGEST_ANSWER


def test_a_tick_on_a_point_that_is_gone_is_forgotten(project: Project) -> None:
    self_check.tick(project, QUESTION, [0, 99])
    assert self_check.ticked(project, QUESTION) == [0]


def test_the_ticks_suggest_a_mark() -> None:
    every = range(len(QUESTION.points))
    assert self_check.suggested_mark(QUESTION, every) == "knew"
    assert self_check.suggested_mark(QUESTION, [1]) == "partly"
    assert self_check.suggested_mark(QUESTION, []) == "not yet"


def test_asking_anew_begins_another_text(project: Project) -> None:
    """Words on their way from the browser belong to the text they were typed for."""
    assert self_check.asked_again(project, QUESTION) == 0
    self_check.recall(project, QUESTION)
    self_check.recall(project, QUESTION)
    assert self_check.asked_again(project, QUESTION) == 2
