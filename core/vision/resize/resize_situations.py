"""Situations in which one way of resizing is the right one: validated content."""

from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from core.content import read
from core.vision.preprocess import Method


class Situation(BaseModel):
    """What somebody wants to tell apart, the method to choose, and why not the others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    prompt: str = Field(min_length=20)
    right: Method
    because: str = Field(min_length=20)


@cache
def situations() -> tuple[Situation, ...]:
    """All of them, in the order they are asked."""
    return read("resize.yaml", tuple[Situation, ...], "situations")
