"""The texts and prompts of the Report lesson, kept in `assets/content/report.yaml`."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from core.content import read

Kind = Literal["card", "post"]


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Prompt(_Content):
    """A question only the learner can answer, and what to think of; `short` ones take one line."""

    asks: str = Field(min_length=1)
    hint: str = Field(min_length=1)
    short: bool = False


class KindText(_Content):
    """What one of the two texts is called, and for whom it is."""

    title: str
    about: str


class DraftText(_Content):
    """The sentences that stand in a draft itself."""

    to_write: str
    not_there: str
    untitled: str
    made: str
    credits: str
    left_out: str


class ReportText(_Content):
    """Everything on the page and in the drafts that is not a fact of the project."""

    why: str
    recall: str
    code: str
    kinds: dict[Kind, KindText]
    draft: DraftText
    prompts: dict[str, Prompt]
    sections: dict[str, str]


@cache
def report_text() -> ReportText:
    """The texts; raises ContentInvalid when the file is wrong."""
    return read("report.yaml", ReportText)
