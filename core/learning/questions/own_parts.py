"""The parts that questions about a project are put together from."""

from collections.abc import Callable
from typing import Any

from core.learning.questions.exercises import Option, Slip

Shown = Callable[[str], str]
MOST_CLASSES = 6


def options_of(said: dict[str, str], right: str) -> tuple[Option, ...]:
    """Options from text → why it is wrong; `right` is the text that is not."""
    return tuple(
        Option(text=text, right=True) if text == right else Option(text=text, why=why)
        for text, why in said.items()
    )


def slips_of(answer: float, tolerance: float, whys: dict[Any, str]) -> tuple[Slip, ...]:
    """Slips from wrong number → why, without those that happen to be right this time."""
    return tuple(
        Slip(value=value, why=why) for value, why in whys.items() if abs(value - answer) > tolerance
    )
