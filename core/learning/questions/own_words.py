"""The words of the questions about a learner's own project, and how figures get into them."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from pydantic import Field

from core.content import Text, read
from core.learning.questions.exercises import (
    ChoiceExercise,
    Exercise,
    NumericExercise,
    Option,
    Slip,
    TryIt,
)

Figures = Mapping[str, Any]


class OwnWords(TryIt):
    """One question of `assets/content/own_questions.yaml`, its figures still in braces. `signs` are
    what tells one option from another, by key."""

    name: Text
    topic: Text
    prompt: Text
    because: Text
    why: str = ""
    signs: dict[str, Text] = Field(default_factory=dict)
    slips: dict[str, Text] = Field(default_factory=dict)
    otherwise: str = ""
    unit: str = ""
    tolerance: float = 0

    def asked(self, key: str, figures: Figures) -> dict[str, Any]:
        """What every form of the question has."""
        filled = {name: getattr(self, name).format(**figures) for name in ("prompt", "because")}
        same = {"name": self.name, "topic": self.topic, **self.place()}
        return {"id": f"mine-{key}", **same, **filled}


@cache
def own_words() -> dict[str, OwnWords]:
    """Key → the words of a question; raises ContentInvalid when the file is wrong."""
    return read("own_questions.yaml", dict[str, OwnWords])


def choice(
    key: str,
    options: Mapping[str, Figures],
    right: str,
    figures: Figures = MappingProxyType({}),
    **shown: Any,
) -> Exercise:
    """The question with `options` (text → its own figures), one of them right; the prompt's reason
    also knows the figures of the right one. `shown` are the exercise's matrix, picture, images."""
    words = own_words()[key]
    return ChoiceExercise(
        **words.asked(key, {**figures, **options[right]}),
        options=tuple(
            Option(text=text, right=True)
            if text == right
            else Option(text=text, why=words.why.format(**figures, **own))
            for text, own in options.items()
        ),
        **shown,
    )


def number(
    key: str, answer: float, slips: Mapping[str, float], figures: Figures, **shown: Any
) -> Exercise:
    """A number to find; of the `slips` (name → wrong number) those that are right are left out."""
    words = own_words()[key]
    whys = {slips[name]: why.format(**figures) for name, why in words.slips.items()}
    wrong = {slip: why for slip, why in whys.items() if abs(slip - answer) > words.tolerance}
    return NumericExercise(
        **words.asked(key, figures),
        answer=answer,
        tolerance=words.tolerance,
        unit=words.unit,
        slips=tuple(Slip(value=value, why=why) for value, why in wrong.items()),
        otherwise=words.otherwise.format(**figures),
        **shown,
    )
