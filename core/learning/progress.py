"""How far a learner is: what they knew, what is open, which question comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from core.learning.questionnaire import Question
from core.project.records import Answer

Answers = Mapping[str, Answer]
Show = Literal["all", "open", "again"]
SHOW: tuple[Show, ...] = ("all", "open", "again")


@dataclass(frozen=True)
class Progress:
    """Counts over some questions; `open` are those without a mark yet."""

    total: int
    knew: int
    partly: int
    not_yet: int

    @property
    def marked(self) -> int:
        """How many the learner has judged."""
        return self.knew + self.partly + self.not_yet

    @property
    def open(self) -> int:
        """How many wait for an answer and a mark."""
        return self.total - self.marked


def progress(questions: Iterable[Question], answers: Answers) -> Progress:
    """Count the marks of these questions."""
    marks = [mark_of(question, answers) for question in questions]
    return Progress(len(marks), marks.count("knew"), marks.count("partly"), marks.count("not yet"))


def mark_of(question: Question, answers: Answers) -> str | None:
    """The learner's mark for a question, or None while it is open."""
    answer = answers.get(question.id)
    return answer.mark if answer else None


def wanted(questions: Iterable[Question], show: Show, answers: Answers) -> list[Question]:
    """The questions to show: all, the open ones, or those to do again (partly, not yet)."""
    marks = {"all": None, "open": (None,), "again": ("partly", "not yet")}[show]
    return [one for one in questions if marks is None or mark_of(one, answers) in marks]


def before(current: Question, questions: Sequence[Question]) -> Question | None:
    """The nearest of these questions before the current one, which need not be among them."""
    return next((one for one in reversed(questions) if one.order < current.order), None)


def after(current: Question, questions: Sequence[Question]) -> Question | None:
    """The nearest of these questions after the current one, which need not be among them."""
    return next((one for one in questions if one.order > current.order), None)
