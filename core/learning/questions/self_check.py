"""A learner answers, compares and marks: every step is in the project at once."""

from collections.abc import Sequence
from dataclasses import replace

from core.learning.questions.questionnaire import Question
from core.learning.questions.schedule import reviewed
from core.project.project import Project
from core.project.records import Answer
from core.project.settings import Setting

LONGEST_ANSWER = 5000
_POINTS = Setting[list[int]]("questionnaire.points.", list[int], list, family=True)
_PLACE = Setting[str | None]("questionnaire.place", str | None, lambda: None)
_EARLIER = Setting[str]("questionnaire.earlier.", str, str, family=True)
_ROUND = Setting[int]("questionnaire.round.", int, int, family=True)


def answer_to(project: Project, question: Question) -> Answer:
    """What the learner has for a question; an empty answer when there is nothing yet."""
    saved = project.answers.get(question.id)
    return saved or Answer(question.id, text="", mark=None, revealed=False, saved=0.0)


def write(project: Project, question: Question, text: str) -> None:
    """Save the words of an answer (at most 5,000 characters); mark and reveal stay."""
    _save(project, replace(answer_to(project, question), text=text[:LONGEST_ANSWER]))


def reveal(project: Project, question: Question, shown: bool = True) -> None:
    """Remember that our answer is shown beside the learner's, or is hidden again."""
    _save(project, replace(answer_to(project, question), revealed=shown))


def mark(project: Project, question: Question, how: str | None) -> None:
    """Save the learner's own judgement and plan the next time; None takes the judgement back."""
    _save(project, replace(answer_to(project, question), mark=how))
    if how is not None:
        reviewed(project, question.id, how)


def _save(project: Project, answer: Answer) -> None:
    project.answers.save(answer.question_id, answer.text, answer.mark, answer.revealed)


def recall(project: Project, question: Question) -> None:
    """Ask the question once more: an empty page, our answer hidden, the earlier words kept."""
    answer = answer_to(project, question)
    if answer.text:
        project.settings.set(_EARLIER, answer.text, question.id)
    project.answers.save(question.id, "", mark=None, revealed=False)
    project.settings.set(_ROUND, asked_again(project, question) + 1, question.id)
    tick(project, question, [])


def asked_again(project: Project, question: Question) -> int:
    """How often the question has been asked again: each time its answer is another text."""
    return project.settings.get(_ROUND, question.id)


def earlier_words(project: Project, question: Question) -> str:
    """What the learner wrote the time before the last; "" if there was none."""
    return project.settings.get(_EARLIER, question.id)


def tick(project: Project, question: Question, points: Sequence[int]) -> None:
    """Save which points of a good answer (positions from 0) the learner found in their own."""
    project.settings.set(_POINTS, sorted(set(points)), question.id)


def ticked(project: Project, question: Question) -> list[int]:
    """The positions of the ticked points that the question still has."""
    saved = project.settings.get(_POINTS, question.id)
    return [point for point in saved if point in range(len(question.points))]


def suggested_mark(question: Question, points: Sequence[int]) -> str:
    """The mark that the ticked points speak for: all "knew", some "partly", none "not yet"."""
    if len(points) == len(question.points):
        return "knew"
    return "partly" if points else "not yet"


def keep_place(project: Project, question_id: str) -> None:
    """Remember the question the learner is at, so that they come back to it."""
    if project.is_kept and project.settings.get(_PLACE) != question_id:
        project.settings.set(_PLACE, question_id)


def place(project: Project) -> str | None:
    """The id of the question the learner was at last, or None."""
    return project.settings.get(_PLACE)
