"""What the tour says: its stops with question, steps and answers, checked when they are read."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Self

from pydantic import Field, model_validator

from core.content import Content, Text, read
from core.learning.pages import PageId
from core.plain_text import as_text

ANY = "any"
_NUMBER = re.compile(r"[\d.,]*")


class Step(Content):
    """Something to do on the page: what, the name of the control, and its key (the first of `at`
    that is on the page). `stay` leaves the page where it is: the learner is still at work there."""

    do: Text
    name: Text
    stay: bool = False
    at: tuple[str, ...] = Field(min_length=1)


class TourStop(Content):
    """One stop. `view` is the part of the page that opens (key of the widget that chooses it → its
    option). `choices` is empty where they are the project's own; `soon` and `said` hold what
    is said by choice, by verdict, or for `any`. `result` is the part of the page, by its key,
    that is brought into view once the steps are done."""

    id: str = Field(pattern=r"^[a-z]+$")
    page: PageId
    view: dict[str, str] = Field(default_factory=dict)
    minutes: int = Field(ge=1, le=10)
    hour: str = Field(pattern=r"^\d\d:\d\d$")
    story: Text
    ask: Text
    choices: dict[str, Text] = Field(default_factory=dict)
    soon: dict[str, Text] = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=1)
    said: dict[str, Text] = Field(min_length=1)
    result: tuple[str, ...] = ()
    figure: Text


class End(Content):
    """The head of the card at the end, and the name of the next step."""

    title: Text
    says: Text
    next: Text


class Tour(Content):
    """The whole tour."""

    title: Text
    line: Text
    end: End
    stops: tuple[TourStop, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _no_stop_twice(self) -> Self:
        if len({stop.id for stop in self.stops}) < len(self.stops):
            raise ValueError("two stops have one id")
        return self

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(stop.minutes for stop in self.stops)


@cache
def tour() -> Tour:
    """Return the tour; raises ContentInvalid where its file is wrong."""
    return read("tour.yaml", Tour)


class _Known(dict[str, str]):
    """Figures by name; one that the project does not have yet is empty."""

    def __missing__(self, name: str) -> str:
        return ""


def filled(text: str, words: Mapping[str, str]) -> str:
    """Return a text of the tour, Markdown, with its figures in place of their names in braces; a
    name that a learner gave is written as it is."""
    return text.format_map(_Known({name: _shown(value) for name, value in words.items()}))


def _shown(value: str) -> str:
    """A plain number needs no escaping, and Streamlit shows the escape before its point."""
    return value if _NUMBER.fullmatch(value) else as_text(value)


def picked_text(texts: dict[str, str], *keys: str) -> str:
    """Return the text under the first of `keys` that there is, else the one for any."""
    return next((texts[key] for key in keys if key in texts), texts.get(ANY, ""))
