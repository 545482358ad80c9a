"""Short questions that a learner answers before a page explains anything."""

from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from core.content import read


class Choice(BaseModel):
    """One possible answer, and what to say to anybody who chose it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    right: bool
    says: str


class Check(BaseModel):
    """A question with its choices; one of them is right."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ask: str
    choices: list[Choice] = Field(min_length=2)


@cache
def plan_checks() -> dict[str, Check]:
    """Return page key → the question at the head of that page."""
    return read("plan_checks.yaml", dict[str, Check])
