"""The chapter's 28 questions in our own words, with our answers: validated, in chapter order."""

from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from core.content import CONTENT_FOLDER, Content, Text, fitting, read_file
from core.learning.questions.exercises import TryIt

CONTENT = CONTENT_FOLDER / "questionnaire"
CHAPTER_QUESTIONS = 28


class Changed(Content):
    """What has become different since the book of 2020, and up to when that was looked at."""

    date: Text
    text: Text


class Question(TryIt):
    """One question. `name` is short, for lists; `points` is what a good answer has; `checked` says
    how ours was verified; `thought` marks the one that has no right answer."""

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    name: str = Field(min_length=1, max_length=34)
    order: int = Field(ge=1, le=CHAPTER_QUESTIONS)
    prompt: Text
    answer: Text
    points: tuple[Text, ...] = Field(min_length=2, max_length=4)
    sources: tuple[str, ...] = Field(min_length=1)
    checked: Text
    changed: Changed | None = None
    thought: bool = False


class Topic(Content):
    """A few questions that belong together: one file of the content folder."""

    topic: str = Field(pattern=r"^[a-z]+$")
    title: Text
    questions: tuple[Question, ...] = Field(min_length=1)


class Questionnaire(Content):
    """All topics; refuses a question that is missing or there twice."""

    topics: tuple[Topic, ...]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        orders = sorted(question.order for question in self.questions)
        if orders != list(range(1, CHAPTER_QUESTIONS + 1)):
            raise ValueError(f"questions are missing or doubled: {orders}")
        if len({question.id for question in self.questions}) != len(orders):
            raise ValueError("two questions have the same id")
        return self

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the chapter's order."""
        found = (question for topic in self.topics for question in topic.questions)
        return tuple(sorted(found, key=lambda question: question.order))

    def topic_of(self, question: Question) -> Topic:
        """The topic that a question belongs to."""
        return next(topic for topic in self.topics if question in topic.questions)


def read_questionnaire(folder: Path) -> Questionnaire:
    """Read one YAML file a topic; raises ContentInvalid, which names what is wrong."""
    files = sorted(folder.glob("*.yaml"))
    topics = [read_file(file) for file in files]
    return fitting(folder.name, {"topics": topics}, Questionnaire)


@cache
def questionnaire() -> Questionnaire:
    """The app's questionnaire, read once a process."""
    return read_questionnaire(CONTENT)
