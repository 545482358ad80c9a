"""How far a learner is: what they knew, what is open, which question comes next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from core.project.records import Answer


class Asked(Protocol):
    """What every kind of question has: an id, and its place in a sequence."""

    @property
    def id(self) -> str: ...
    @property
    def order(self) -> int: ...


Q = TypeVar("Q", bound=Asked)
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


def progress(questions: Iterable[Asked], answers: Answers) -> Progress:
    """Count the marks of these questions."""
    marks = [mark_of(question, answers) for question in questions]
    return Progress(len(marks), marks.count("knew"), marks.count("partly"), marks.count("not yet"))


def mark_of(question: Asked, answers: Answers) -> str | None:
    """The learner's mark for a question, or None while it is open."""
    answer = answers.get(question.id)
    return answer.mark if answer else None


def wanted(questions: Iterable[Q], show: Show, answers: Answers) -> list[Q]:
    """The questions to show: all, the open ones, or those to do again (partly, not yet)."""
    marks = {"all": None, "open": (None,), "again": ("partly", "not yet")}[show]
    return [one for one in questions if marks is None or mark_of(one, answers) in marks]


def before(current: Asked, questions: Sequence[Q]) -> Q | None:
    """The nearest of these questions before the current one, which need not be among them."""
    place = _place(current, questions)
    if place is not None:
        return questions[place - 1] if place else None
    return next((one for one in reversed(questions) if one.order < current.order), None)


def after(current: Asked, questions: Sequence[Q]) -> Q | None:
    """The nearest of these questions after the current one, which need not be among them."""
    place = _place(current, questions)
    if place is not None:
        return questions[place + 1] if place + 1 < len(questions) else None
    return next((one for one in questions if one.order > current.order), None)


def _place(current: Asked, questions: Sequence[Asked]) -> int | None:
    return next((i for i, one in enumerate(questions) if one.id == current.id), None)
