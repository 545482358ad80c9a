"""What watches a page unseen: fields that are typed in, the browser's theme, fingers on
charts, where the focus goes, and what counts as a step back."""

from functools import partial
from typing import Any

import streamlit as st

from ui.parts.mailbox.mailbox import js_with_mailbox

_SAVED_WHILE_TYPING = ("plan_", "report_words_", "protocol_")


def late_commit() -> None:
    """Mount the watcher of text fields, once a page: words are kept while they are typed.

    It commits the fields of a plan, a report and a protocol (their keys start so) at every pause in
    typing, and holds back a click on a link until what was typed just before has reached the
    server: it is among `words`. A press counts even if the page moves under it.
    """
    fields = [key for key in map(str, st.session_state) if key.startswith(_SAVED_WHILE_TYPING)]
    words = {key: st.session_state[key] for key in fields}
    data = {"fields": list(_SAVED_WHILE_TYPING), "words": words}
    _watcher("late_commit")(data=data, on_again_change=lambda: None)


def theme_change() -> None:
    """Mount the watcher of the theme, once a page: `charts.ink` knows the theme of the last run
    only, so the page is shown once more in its colours."""
    data = {"theme": st.context.theme.type}
    _watcher("theme_change")(data=data, on_theme_change=lambda: None)


def touch_charts() -> None:
    """Mount what lets a finger scroll over every chart, and pick with one tap."""
    _watcher("touch_charts")()


def keep_focus() -> None:
    """Mount what brings the focus to a sensible place when the thing that had it is gone."""
    _watcher("keep_focus")()


def one_step() -> None:
    """Mount what makes a press on a link one step of the browser's history."""
    _watcher("one_step")()


def _watcher(name: str) -> Any:
    js = js_with_mailbox(__file__, f"{name}.js")
    mount = st.components.v2.component(name, html="<span></span>", js=js)
    return partial(mount, key=name, height=1)
