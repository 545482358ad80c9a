"""The words of the simulators, kept in `assets/content`: stories, parts, guesses, paths."""

from functools import cache
from typing import Literal

from pydantic import Field

from core.content import Content, read


class Parts(Content):
    """Which part of the example is which part of a plan, one sentence each."""

    objective: str
    levers: str
    data: str
    models: str


class Guess(Content):
    """A question to answer before the figures show, and its choices (key to words)."""

    question: str
    choices: dict[str, str]


class Step(Content):
    """One step of the two-minute path: what to look at, the levers it sets first, and `after` which
    guess it may be read: before, its charts are not there, and it would give the answer away.
    `shows` is the stage whose chart it is about."""

    look: str
    after: str
    shows: Literal["modeler", "simulator", "optimizer"]
    set: dict[str, int | str | bool] = Field(default_factory=dict)


class SimulatorText(Content):
    """All words of one simulator. `modeler`, `simulator`, `optimizer` say what each chart shows;
    `says` has the sentences that present figures go into (`str.format`); `yours` asks the learner
    about their own plan; `code` is what runs, shortened."""

    title: str
    story: str
    parts: Parts
    guesses: dict[str, Guess]
    path: list[Step]
    modeler: str
    simulator: str
    optimizer: str
    says: dict[str, str]
    yours: str
    code: str


class SimulatorsText(Content):
    """The words of the page and of every simulator on it; `guess_first` stands in for a step whose
    guess is still to be made."""

    line: str
    guess_first: str
    simulators: dict[str, SimulatorText]


@cache
def simulators_text() -> SimulatorsText:
    """The words; raises ContentInvalid when the file is wrong."""
    return read("simulators.yaml", SimulatorsText)
