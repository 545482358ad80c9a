"""A text area that saves while a learner types: half a second after the last key, no button."""

from collections.abc import Callable
from typing import Any

from core.content import says
from ui.parts.component import component_words
from ui.parts.mailbox.mailbox import component_with_mailbox, heard, take


def answer_box(name: str, text: str, save: Callable[[str], None], *, longest: int) -> None:
    """Show `text` for editing and call `save` with the whole text whenever typing pauses.

    `name` keeps one box apart from another, in this and in every other project: the browser keeps
    unsaved words under it. `text` is what has been saved; the browser's newer words win over it
    until the box has heard that they were saved. No fragment: a click right after the last key
    must not be lost.
    """
    key = f"answer_{name}"

    def save_words(words: Any) -> None:
        if isinstance(words, str):
            save(words[:longest])

    component_with_mailbox(__file__)(
        key=key,
        data={
            "id": key,
            "text": text,
            "heard": heard(key, "text"),
            "placeholder": says("parts", "own_words"),
            "longest": longest,
            "words": component_words("answer_box"),
        },
        on_text_change=lambda: take(key, "text", save_words),
    )
