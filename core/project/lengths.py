"""How long texts may be that a project keeps; a browser may send more than its field takes."""

from collections.abc import Iterator
from typing import Any

from core.content import says

LONGEST_NAME = 80  # of a project
LONGEST_CLASS = 200  # of a class
LONGEST_ANSWER = LONGEST_TEXT = 20_000  # of anything else that a learner writes


class TooLong(ValueError):
    """A text is longer than what is kept; the words are a sentence for the learner."""

    def __init__(self, there: int, most: int) -> None:
        super().__init__(says("project", "text_too_long", there=there, most=most))


def check_length(text: str, most: int = LONGEST_TEXT) -> None:
    """Raise TooLong for a text of more characters than that."""
    if len(text) > most:
        raise TooLong(len(text), most)


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value as JSON has it, names of its parts included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part)
