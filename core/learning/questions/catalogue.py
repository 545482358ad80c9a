"""All questions by where they come from: the chapter's 28, our own, those about the project."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.learning.questions.exercises import Exercise, exercises
from core.learning.questions.own_parts import Shown
from core.learning.questions.own_questions import own_exercises
from core.learning.questions.questionnaire import Question, questionnaire
from core.learning.questions.schedule import schedule
from core.project.project import Project

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

    def tried_on(self, page_key: str) -> list[Item]:
        """The questions that a page lets a learner try."""
        return [item for item in self.items if item.page == page_key]


def catalogue(project: Project, shown: Shown) -> Catalogue:
    """Every question there is for this project; `shown` as for `own_exercises`."""
    return Catalogue(
        {
            "chapter": questionnaire().questions,
            "practice": exercises(),
            "mine": own_exercises(project, shown),
        }
    )


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
