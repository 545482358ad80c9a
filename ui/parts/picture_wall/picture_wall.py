"""A wall of pictures that can be chosen from, and the sound behind one that has a sound."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from core.project.project import Project
from core.sounds.recording import sound_of
from ui.parts.component import component_words, picture_address
from ui.parts.mailbox.mailbox import component_with_mailbox, echo, held, hold, latest

_WALL = component_with_mailbox(__file__)
PER_PAGE = 60
T = TypeVar("T")


@dataclass(frozen=True)
class WallPicture:
    """One picture on the wall: a thumbnail's `path`, a caption below it, a badge in its corner.

    `tone` colours the badge: "good", "bad", "warn" or "" (plain).
    """

    id: str
    path: Path
    caption: str
    badge: str = ""
    tone: str = ""


def picture_wall(
    pictures: Sequence[WallPicture],
    key: str,
    selected: Sequence[str] = (),
    size: int = 112,
    label: str = "Pictures",
    pick: bool = True,
) -> list[str]:
    """Shows `pictures` about `size` px wide each; returns the ids the learner has selected.

    With `pick=False` the wall is only to look at.

    The ids come in the order of the wall, and only those that are on it. `selected` is what is
    picked at first; passing another value later overrules the learner. `label` is what a screen
    reader calls the wall. The thumbnails travel inside the message, and Streamlit sends a message
    that has not changed only once: so a selection costs no picture.
    """
    sent = latest(key, "selected")
    chosen = set(sent if isinstance(sent, list) else selected)
    data = {"selected": list(selected), "size": size, "label": label, "pick": pick}
    _mount(pictures, key, "selected", data, _picked)
    return [picture.id for picture in pictures if picture.id in chosen]


def opening_wall(
    pictures: Sequence[WallPicture], key: str, size: int = 112, label: str = "Pictures"
) -> str | None:
    """The same wall where a click or Enter opens a picture instead of selecting it; returns the
    id of the picture opened just now, in that run only."""
    data = {"selected": [], "size": size, "label": label, "opens": True}
    _mount(pictures, key, "opened", data, lambda: hold(key, "opened"))
    opened = held(key, "opened")
    return next((picture.id for picture in pictures if picture.id == opened), None)


def page_of(items: Sequence[T], key: str, per_page: int = PER_PAGE) -> Sequence[T]:
    """The part of `items` on the page the learner turned to, below two arrows and its number.

    Shows nothing where one page holds all. The page survives visits to other pages.
    """
    pages = max(1, -(-len(items) // per_page))
    if pages == 1:
        return items
    if int(st.session_state.get(key) or 1) > pages:
        st.session_state[key] = pages
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
        page = st.pagination(pages, max_visible_pages=0, key=key, persist_state="session")
        st.caption(f"{page} / {pages}", width="content")
    return items[(page - 1) * per_page : page * per_page]


def _mount(
    pictures: Sequence[WallPicture],
    key: str,
    event: str,
    data: dict[str, object],
    changed: Callable[[], None],
) -> None:
    words = component_words("picture_wall")
    seen = [_as_data(picture) for picture in pictures]
    shown = {"mailbox": key, "words": words, "pictures": seen, **data}
    callback: dict[str, Any] = {f"on_{event}_change": changed}
    with st.container(gap=None):
        _WALL(data=shown, key=key, **callback)
        echo(key, event)


def _picked() -> None:
    """Declares `selected` as state of the component; reading it is all that is needed."""


def _as_data(picture: WallPicture) -> dict[str, str]:
    return {
        "id": picture.id,
        "src": picture_address(picture.path),
        "caption": picture.caption,
        "badge": picture.badge,
        "tone": picture.tone,
    }


def sound_behind(project: Project, image_id: str) -> None:
    """A player for the sound that the picture was made of; nothing for any other picture."""
    if (heard := sound_of(project, image_id)) is not None:
        st.audio(heard, format="audio/wav")
