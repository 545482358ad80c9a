"""The keyboard-driven wall of the Clean page: keep, delete or relabel sixty pictures a screen.

The wall shows a choice at once and writes it into a journal; `on_choice` is called for each new
entry, in order, before the page reruns. Its pictures go to the browser once for each view, not
once for each choice.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from core.project.records import StagedChoice
from ui.palette import class_colours

_ASSETS = Path(__file__).parent.parent / "assets" / "components" / "sorting_wall"
_WALL = st.components.v2.component(
    "sorting_wall",
    html=(_ASSETS / "wall.html").read_text("utf-8"),
    css=(_ASSETS / "wall.css").read_text("utf-8"),
    js=(_ASSETS / "wall.js").read_text("utf-8"),
)
ACTIONS = ("keep", "delete", "relabel", "undo")

OnChoice = Callable[[str, str, str | None], None]


@dataclass(frozen=True)
class SortingCard:
    """One picture on the wall: its label, and a line of what the model thinks of it."""

    id: str
    path: Path
    label: str
    line: str
    doubted: bool = False


def sorting_wall(
    cards: Sequence[SortingCard],
    classes: Sequence[str],
    staged: dict[str, StagedChoice],
    *,
    view: str,
    key: str,
    on_choice: OnChoice,
) -> None:
    """Draw the wall. `view` names what is shown; while it stays the same the wall is left alone,
    so change it whenever pictures or staged choices change by any other way than the wall.

    `on_choice(image_id, action, label)` has action keep, delete, relabel (with a label) or undo.
    """
    _WALL(
        key=key,
        data=_view_data(cards, classes, staged, view, key),
        on_journal_change=lambda: _read_journal(key, set(classes), on_choice),
        width="stretch",
    )


def relabel_keys(classes: Sequence[str]) -> dict[str, str]:
    """Class → the key that relabels to it: its own digit where every class is a digit, else
    1–9 in order; classes after the ninth have none."""
    if all(len(name) == 1 and name in "0123456789" for name in classes):
        return {name: name for name in classes}
    return {name: str(i) for i, name in enumerate(classes[:9], start=1)}


def new_entries(journal: dict[str, Any], handled: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of the wall's journal that come after `handled` (its mount and number)."""
    last = handled["n"] if handled["mount"] == journal["mount"] else 0
    return [entry for entry in journal["entries"] if entry["n"] > last]


@lru_cache(maxsize=2048)
def data_uri(path: Path) -> str:
    """A thumbnail as a data URI. Cached for good: a thumbnail's file never changes."""
    return "data:image/jpeg;base64," + b64encode(path.read_bytes()).decode()


def _view_data(
    cards: Sequence[SortingCard],
    classes: Sequence[str],
    staged: dict[str, StagedChoice],
    view: str,
    key: str,
) -> dict[str, Any]:
    """What the browser draws; staged choices are those of the moment this view was opened."""
    opened = st.session_state.get(f"{key}_view")
    if opened is None or opened["view"] != view:
        opened = {
            "view": view,
            "staged": {card.id: asdict(staged[card.id]) for card in cards if card.id in staged},
            "handled": _handled(key),
        }
        st.session_state[f"{key}_view"] = opened
    return {**opened, "cards": _cards(cards), "classes": _classes(classes)}


def _cards(cards: Sequence[SortingCard]) -> list[dict[str, Any]]:
    return [
        {
            "id": card.id,
            "src": data_uri(card.path),
            "label": card.label,
            "line": card.line,
            "doubted": card.doubted,
        }
        for card in cards
    ]


def _classes(classes: Sequence[str]) -> list[dict[str, str]]:
    keys, colours = relabel_keys(classes), class_colours(classes)
    return [{"name": c, "key": keys.get(c, ""), "colour": colours[c]} for c in classes]


def _handled(key: str) -> dict[str, Any]:
    handled: dict[str, Any] = st.session_state.get(f"{key}_handled", {"mount": "", "n": 0})
    return handled


def _read_journal(key: str, classes: set[str], on_choice: OnChoice) -> None:
    journal = st.session_state[key].get("journal")
    if not journal:
        return
    for entry in new_entries(journal, _handled(key)):
        if _sensible(entry, classes):
            on_choice(entry["id"], entry["action"], entry["label"])
        st.session_state[f"{key}_handled"] = {"mount": journal["mount"], "n": entry["n"]}


def _sensible(entry: dict[str, Any], classes: set[str]) -> bool:
    """Whether a browser's entry has an action there is, and a real class where it needs one."""
    if entry["action"] == "relabel":
        return entry["label"] in classes
    return entry["action"] in ACTIONS and entry["label"] is None
