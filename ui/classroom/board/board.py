"""The class at a glance: one row a learner, brought up to date every two seconds."""

import time

import streamlit as st

from core.classroom.classes import SchoolClass
from core.classroom.learners import Learner
from core.classroom.summary import is_away, is_stuck
from core.content import lesson_text, read
from core.learning.pages import PAGES, page_info
from core.learning.paths.paths import GuidedPath
from core.words import percent
from ui.parts.component import component_file

WORDS = read("class_board.yaml", dict[str, str])
COLUMNS = ("nickname", "state", "stop", "since", "pictures", "best", "seen")
TEXT = lesson_text("teach")
_LOOK = "_class_look"
_BOARD = st.components.v2.component(
    "class_board",
    html=component_file(__file__, "board.html"),
    css=component_file(__file__, "board.css"),
    js=component_file(__file__, "board.js"),
)


def board(of: SchoolClass, learners: list[Learner]) -> None:
    """Show everybody; a click on a nickname opens that learner's work."""
    now, path = time.time(), of.path.guided()
    _BOARD(
        key="class_board",
        data={
            "label": WORDS["label"],
            "columns": [WORDS[name] for name in COLUMNS],
            "rows": [_row(one, path, now) for one in learners],
        },
        on_open_change=_open,
    )
    if st.session_state.get(_LOOK):
        st.rerun()


def looked_at() -> str:
    """The id of the learner whose work is open; "" for nobody's."""
    return str(st.session_state.get(_LOOK, ""))


def close_look() -> None:
    """Go back to the class."""
    st.session_state.pop(_LOOK, None)


def _open() -> None:
    found = (st.session_state.get("class_board") or {}).get("open")
    if found:
        st.session_state[_LOOK] = str(found)


def _row(one: Learner, path: GuidedPath, now: float) -> dict[str, object]:
    state = "away" if is_away(one, now) else "stuck" if is_stuck(one, path, now) else ""
    return {
        "id": one.id,
        "name": one.nickname,
        "state": state,
        "cells": [
            WORDS[state] if state else "",
            _where(one),
            _minutes(now - one.since) if one.page else "",
            WORDS["in_classes"].format(pictures=one.pictures, classes=one.classes),
            percent(one.best) if one.best is not None else WORDS["no_run"],
            WORDS["now"] if now - one.seen < 10 else _minutes(now - one.seen),
        ],
    }


def _where(one: Learner) -> str:
    if one.page not in {page.id for page in PAGES}:
        return WORDS["not_begun"]
    title = page_info(one.page).title
    return f"{one.stop + 1} {title}" if one.stop >= 0 else title


def _minutes(seconds: float) -> str:
    if seconds < 60:
        return WORDS["seconds"].format(seconds=max(1, int(seconds)))
    return WORDS["minutes"].format(minutes=int(seconds // 60))
