"""The longer texts of the Decide lesson, kept in `assets/content`."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from core.content import read
from core.words import count_of, number


class ImprovementText(BaseModel):
    """What an improvement is called, and what is tried; `{about}` stands for what it is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    means: str


class LooksText(BaseModel):
    """Where the looks of a human go, when there are `enough` (`none`: no picture is worth one) and
    when they are `few` (`few_border`: some of them to the border); and why nobody looks at a
    picture: the day is `full`, or there is `nobody`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enough: str
    none: str
    few: str
    few_border: str
    full: str
    nobody: str


class DecideText(BaseModel):
    """The texts (Markdown), those of each kind of improvement, and the code of the page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    triangle: str
    try_chances: str
    looks: LooksText
    worth: str
    improvements: dict[str, ImprovementText]
    compare: str
    compare_fewer: str
    two_estimates: str
    code: str


def two_estimates(pictures: int, counted: str, expected: float) -> str:
    """Why a decision has two costs, with both; `counted` comes with its range, plain text."""
    return decide_text().two_estimates.format(
        pictures=count_of(pictures, "picture"), counted=counted, expected=number(expected)
    )


@cache
def decide_text() -> DecideText:
    """The texts; raises ContentInvalid when the file is wrong."""
    return read("decide.yaml", DecideText)
