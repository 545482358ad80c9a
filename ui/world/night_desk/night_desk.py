"""The ranger's desk: twelve pictures of a night, named by buttons or keys without a wait between
them; the whole night goes to the server once it is over."""

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from ui.parts.component import component_words, jpeg_address
from ui.parts.mailbox.mailbox import component_with_mailbox, heard, take

_DESK = component_with_mailbox(__file__)
KEY = "night_desk"


class _Said(BaseModel):
    night: str
    said: list[str]


def night_desk(
    name: str,
    pictures: Sequence[bytes],
    classes: Sequence[str],
    save: Callable[[list[str]], None],
    *,
    says: Sequence[str] | None = None,
) -> None:
    """Show the JPEGs one after the other; `save` gets the class that was said of each, once all are
    named. `name` tells one night from another; `says` is what the model answers to each."""

    def save_night(sent: Any) -> None:
        said = read_night(sent, name, len(pictures), classes)
        if said:
            save(said)

    _DESK(
        key=KEY,
        data={
            "night": name,
            "pictures": [jpeg_address(one) for one in pictures],
            "classes": [{"name": one, "key": key} for one, key in keys_of(classes).items()],
            "says": None if says is None else list(says),
            "words": component_words(KEY),
            "mailbox": KEY,
            "heard": heard(KEY, "night"),
        },
        on_night_change=lambda: take(KEY, "night", save_night),
    )


def read_night(sent: object, name: str, pictures: int, classes: Sequence[str]) -> list[str]:
    """What was said of the night's pictures; nothing where a browser sends what no desk of this
    night would."""
    try:
        night = _Said.model_validate(sent)
    except ValidationError:
        return []
    fits = night.night == name and len(night.said) == pictures and set(night.said) <= set(classes)
    return night.said if fits else []


def keys_of(classes: Sequence[str]) -> dict[str, str]:
    """Class → its key: its own digit where every class is a digit, else 1–9 in order; "" after."""
    if all(len(name) == 1 and name in "0123456789" for name in classes):
        return {name: name for name in classes}
    return {name: str(place) if place < 10 else "" for place, name in enumerate(classes, 1)}
