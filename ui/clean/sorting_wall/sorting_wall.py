"""The keyboard-driven wall of the Clean page: keep, delete or relabel sixty pictures a screen.

The wall shows a choice at once and writes it into a journal, which goes to disk in order before the
page reruns, each entry once: also when the browser hands it in again after the server was away. Its
pictures go to the browser once for each view, not once for each choice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from pydantic import BaseModel, ValidationError

from core.project.project import Project
from core.project.records import StagedChoice
from core.project.versions.staging import UNDO, JournalEntry
from ui.parts.component import component_words, picture_address
from ui.parts.mailbox.mailbox import component_with_mailbox, echo, take
from ui.parts.palette import class_colours

LONGEST = 10_000  # choices on one wall before the page is loaded again


class _Entry(BaseModel):
    n: int
    id: str
    action: str
    label: str | None = None


class _Journal(BaseModel):
    mount: str
    entries: list[_Entry]


def read_journal(sent: object) -> tuple[str, list[JournalEntry]]:
    """The name of the wall, and what was chosen on it, in order; nothing where a browser sends
    what no wall writes."""
    try:
        journal = _Journal.model_validate(sent)
    except ValidationError:
        return "", []
    entries = sorted(journal.entries[-LONGEST:], key=lambda entry: entry.n)
    return journal.mount[:64], [JournalEntry(e.n, e.id, e.action, e.label) for e in entries]


_WALL = component_with_mailbox(__file__, "class_filter.js")


@dataclass(frozen=True)
class SortingCard:
    """One picture on the wall: its label, a line of why it is here, and the class the model
    suggests instead, if any."""

    id: str
    path: Path
    label: str
    line: str
    suggested: str | None = None


def sorting_wall(project: Project, cards: Sequence[SortingCard], *, view: str, key: str) -> None:
    """Draw the wall and stage every choice made on it.

    `view` names what is shown: the same text for the same pictures in the same order. The wall is
    drawn again when it changes, or when choices changed by any other way than this wall.
    """
    data = _data(project, cards, project.cleaning.staged(), view, key)
    mailbox = f"{key}_{project.id}"
    with st.container(gap=None):
        _WALL(
            key=key,
            data={**data, "mailbox": mailbox, "words": component_words("sorting_wall")},
            on_journal_change=lambda: take(key, "journal", lambda sent: _stage(project, key, sent)),
            width="stretch",
        )
        echo(key, "journal", mailbox)


def relabel_keys(classes: Sequence[str]) -> dict[str, str]:
    """Class → the key that relabels to it: its own digit where every class is a digit, else
    1–9 in order; classes after the ninth have none."""
    if all(len(name) == 1 and name in "0123456789" for name in classes):
        return {name: name for name in classes}
    return {name: str(i) for i, name in enumerate(classes[:9], start=1)}


def _stage(project: Project, key: str, journal: object) -> None:
    """Put new entries of the wall's journal on disk, before the page reruns."""
    wall, entries = read_journal(journal)
    if not entries:
        return
    new = [entry for entry in entries if entry.n > project.cleaning.journal_taken(wall)]
    st.session_state[f"{key}_taken"] = (wall, entries[-1].n)
    if new:
        project.cleaning.take_journal(wall, new)
        _note_known(new, (st.session_state.get(f"{key}_shown") or {}).get("known", {}))


def _note_known(new: Sequence[JournalEntry], known: dict[str, Any]) -> None:
    """What the wall shows by itself, without being drawn again."""
    for entry in new:
        known.pop(entry.image_id, None)
        if entry.action != UNDO:
            known[entry.image_id] = _choice(entry.action, entry.label)


def _data(
    project: Project,
    cards: Sequence[SortingCard],
    staged: Mapping[str, StagedChoice],
    view: str,
    key: str,
) -> dict[str, Any]:
    """What the browser draws; staged choices are those of the moment this view was opened."""
    chosen = {card.id: staged[card.id] for card in cards if card.id in staged}
    here = {image_id: _choice(one.action, one.label) for image_id, one in chosen.items()}
    shown: dict[str, Any] | None = st.session_state.get(f"{key}_shown")
    if shown is None or shown["view"] != view or shown["known"] != here:
        opened = shown["opened"] + 1 if shown else 1
        wall, n = _taken(key)
        data = {"view": f"{opened}|{view}", "staged": dict(here), "taken": {"wall": wall, "n": n}}
        shown = {"view": view, "opened": opened, "known": here, "data": data}
        st.session_state[f"{key}_shown"] = shown
    return {
        **shown["data"],
        "cards": _cards(cards),
        "classes": _classes(list(project.dataset.classes())),
    }


def _cards(cards: Sequence[SortingCard]) -> list[dict[str, Any]]:
    return [
        {
            "id": card.id,
            "src": picture_address(card.path),
            "label": card.label,
            "line": card.line,
            "suggested": card.suggested,
        }
        for card in cards
    ]


def _classes(classes: Sequence[str]) -> list[dict[str, str]]:
    keys, colours = relabel_keys(classes), class_colours(classes)
    return [{"name": c, "key": keys.get(c, ""), "colour": colours[c]} for c in classes]


def _taken(key: str) -> tuple[str, int]:
    """The wall that was last read in this session, and its last entry."""
    taken: tuple[str, int] = st.session_state.get(f"{key}_taken", ("", 0))
    return taken


def _choice(action: str, label: str | None) -> dict[str, str | None]:
    return {"action": action, "label": label}
