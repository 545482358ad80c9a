"""The longer texts of the Decide lesson, kept in `assets/content`."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from core.content import read


class ImprovementText(BaseModel):
    """What an improvement is called, and what is tried; `{about}` stands for what it is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    means: str


class DecideText(BaseModel):
    """The texts (Markdown), those of each kind of improvement, and the code of the page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    worth: str
    improvements: dict[str, ImprovementText]
    compare: str
    code: str


@cache
def decide_text() -> DecideText:
    """The texts; raises ContentInvalid when the file is wrong."""
    return read("decide.yaml", DecideText)
