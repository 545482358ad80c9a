"""Words in a field are kept while they are typed, and a click right after them is not lost."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import streamlit as st

_SCRIPT = Path(__file__).parents[1] / "assets" / "components" / "late_commit" / "late_commit.js"
_SAVED_WHILE_TYPING = ("plan_", "report_words_")


def late_commit() -> None:
    """Mount the invisible watcher of text fields, once a page.

    It commits the fields of a plan and of a report (their keys start so) at every pause in typing,
    and holds back a click on a link until what was typed just before has reached the server: `run`
    tells it so.
    """
    mount = st.components.v2.component("late_commit", html="<span></span>", js=_script())
    mount(key="late_commit", data=_data(), height=1)


def _data() -> dict[str, list[str] | float]:
    return {"fields": list(_SAVED_WHILE_TYPING), "run": time.monotonic()}


@cache
def _script() -> str:
    return _SCRIPT.read_text("utf-8")
