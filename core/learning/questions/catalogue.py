"""All questions by where they come from: the chapter's 28, our own, those about the project."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from core.learning.questions.exercises import Exercise, exercises
from core.learning.questions.own_questions import Shown, own_exercises
from core.learning.questions.own_words import own_words
from core.learning.questions.questionnaire import Question, questionnaire
from core.learning.questions.schedule import schedule
from core.project.project import Project
from core.project.records import Answer

Item = Question | Exercise
Shelf = Literal["chapter", "practice", "mine"]
SHELVES: tuple[Shelf, ...] = ("chapter", "practice", "mine")


@dataclass(frozen=True)
class Catalogue:
    """The questions of each shelf, in their order."""

    shelves: dict[Shelf, tuple[Item, ...]]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for shelf in SHELVES for item in self.shelves[shelf])

    def find(self, item_id: str) -> Item | None:
        """The question with this id, or None: ids also come from the address bar."""
        return next((item for item in self.items if item.id == item_id), None)

    def shelf_of(self, item_id: str) -> Shelf:
        """Where a question stands; "chapter" for an unknown one."""
        for shelf in SHELVES:
            if any(item.id == item_id for item in self.shelves[shelf]):
                return shelf
        return "chapter"

    def due(self, project: Project, now: datetime) -> list[Item]:
        """What to repeat today, the longest overdue first."""
        waiting = schedule(project, (item.id for item in self.items)).due(now)
        return [item for name in waiting if (item := self.find(name))]


def catalogue(project: Project, shown: Shown) -> Catalogue:
    """Every question there is for this project; `shown` as for `own_exercises`."""
    return Catalogue(
        {
            "chapter": questionnaire().questions,
            "practice": exercises(),
            "mine": own_exercises(project, shown),
        }
    )


def tried_on(page_key: str, project: Project, shown: Shown) -> list[Item]:
    """The questions that a page lets a learner try. Those about the project are worked out only on
    the few pages that have some: every page asks, with every click."""
    mine = own_exercises(project, shown) if page_key in _pages_of_own() else ()
    return [*_shipped_on(page_key), *(item for item in mine if item.page == page_key)]


@cache
def _shipped_on(page_key: str) -> tuple[Item, ...]:
    items: tuple[Item, ...] = (*questionnaire().questions, *exercises())
    return tuple(item for item in items if item.page == page_key)


@cache
def _pages_of_own() -> frozenset[str]:
    return frozenset(words.page for words in own_words().values())


def topic_of(item: Item) -> str:
    """The key of the topic a question belongs to."""
    return questionnaire().topic_of(item).topic if isinstance(item, Question) else item.topic


def by_topic(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Topic title → its questions, in the topics' order, without empty ones."""
    listed = list(items)
    grouped = {
        topic.title: [item for item in listed if topic_of(item) == topic.topic]
        for topic in questionnaire().topics
    }
    return {title: found for title, found in grouped.items() if found}


Answers = Mapping[str, Answer]
Show = Literal["all", "open", "again"]


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


def progress(questions: Iterable[Item], answers: Answers) -> Progress:
    """Count the marks of these questions."""
    marks = [mark_of(question, answers) for question in questions]
    return Progress(len(marks), marks.count("knew"), marks.count("partly"), marks.count("not yet"))


def mark_of(question: Item, answers: Answers) -> str | None:
    """The learner's mark for a question, or None while it is open."""
    answer = answers.get(question.id)
    return answer.mark if answer else None


def wanted(questions: Iterable[Item], show: Show, answers: Answers) -> list[Item]:
    """The questions to show: all, the open ones, or those to do again (partly, not yet)."""
    marks = {"all": None, "open": (None,), "again": ("partly", "not yet")}[show]
    return [one for one in questions if marks is None or mark_of(one, answers) in marks]


def before(current: Item, questions: Sequence[Item]) -> Item | None:
    """The nearest of these questions before the current one, which need not be among them."""
    place = _place(current, questions)
    if place is not None:
        return questions[place - 1] if place else None
    return next((one for one in reversed(questions) if one.order < current.order), None)


def after(current: Item, questions: Sequence[Item]) -> Item | None:
    """The nearest of these questions after the current one, which need not be among them."""
    place = _place(current, questions)
    if place is not None:
        return questions[place + 1] if place + 1 < len(questions) else None
    return next((one for one in questions if one.order > current.order), None)


def _place(current: Item, questions: Sequence[Item]) -> int | None:
    return next((i for i, one in enumerate(questions) if one.id == current.id), None)
