"""The words of the bias check: its story, what to look for, and what follows from each answer."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from core.content import read


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Story(_Words):
    """A question with choices, the one that is `truth`, and the story that answers it."""

    ask: str
    choices: dict[str, str]
    truth: str
    told: str
    source: str


class Aspect(_Words):
    """One thing to look for: what can be `seen` (key → words), and a sentence for each outcome."""

    title: str
    seen: dict[str, str]
    one: str
    shortcut: str
    meets: str


class Border(_Words):
    """What is said of a rule that sees only the edges of pictures."""

    ask: str
    none: str
    some: str
    much: str


class BiasText(_Words):
    """All words of `assets/content/bias_check.yaml`."""

    story: Story
    look: str
    aspects: dict[str, Aspect]
    meets_ask: str
    missing_ask: str
    missing_hint: str
    varied: str
    border: Border


@cache
def bias_text() -> BiasText:
    """The words as they are written in the content file, checked."""
    return read("bias_check.yaml", BiasText)
