"""A row of pictures of which the learner chooses one, by mouse, touch or arrow keys."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from ui.parts.component import picture_address
from ui.parts.mailbox.mailbox import component_with_mailbox, heard, latest

_STRIP = component_with_mailbox(__file__)


class StripPicture(NamedTuple):
    """One picture of the row: a small JPEG at `path`, and the words below it."""

    id: str
    path: Path
    caption: str


def picture_strip(pictures: Sequence[StripPicture], key: str, label: str) -> str:
    """Show `pictures` (at least one) in a row; returns the chosen id, the first one at first.

    The choice is remembered while the learner visits other pages. `label` is for screen readers.
    """
    ids = [picture.id for picture in pictures]
    remembered = f"{key}_chosen"
    chosen = _among(ids, latest(key, "chosen"), st.session_state.get(remembered))
    st.session_state[remembered] = chosen
    _STRIP(
        data={
            "pictures": [
                {"id": one.id, "src": picture_address(one.path), "caption": one.caption}
                for one in pictures
            ],
            "chosen": chosen,
            "label": label,
            "mailbox": key,
            "heard": heard(key, "chosen"),
        },
        key=key,
        on_chosen_change=_clicked_now,
    )
    return chosen


def _among(ids: list[str], *wishes: object) -> str:
    """The first of `wishes` that is still there, else the first picture."""
    return next((str(wish) for wish in wishes if wish in ids), ids[0])


def _clicked_now() -> None:
    """Declares `chosen` as state of the component; the rerun reads it."""
