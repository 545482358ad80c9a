"""What watches a page unseen, each in a file of its own: what is typed, the theme, fingers on
charts, where the focus goes, what counts as a step back, what bars that stay must leave free,
where a button lands, what is read aloud, and under which names."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from ui.parts.component import component_file
from ui.parts.landing import landing
from ui.parts.mailbox.mailbox import js_with_mailbox

# Send and hear nothing.
_SILENT = ("touch_charts", "keep_focus", "one_step", "bars_top", "says", "plain_names")
_SAVED_WHILE_TYPING = ("plan_", "report_words_", "protocol_")


def watch_page() -> None:
    """Mount all of them, once a page; without gaps between, as they show nothing."""
    with st.container(gap=None):
        late_commit()
        theme_change()
        land()
        for name in _SILENT:
            _watcher(name)()


def late_commit() -> None:
    """Mount the watcher of text fields, once a page: words are kept while they are typed.

    It commits the fields of a plan, a report and a protocol (their keys start so) at every pause in
    typing, and holds back a click on a link until what was typed just before has reached the
    server: it is among `words`. A press counts even if the page moves under it.
    """
    fields = [key for key in map(str, st.session_state) if key.startswith(_SAVED_WHILE_TYPING)]
    words = {key: st.session_state[key] for key in fields}
    data = {"fields": list(_SAVED_WHILE_TYPING), "words": words}
    _watcher("late_commit", js_with_mailbox)(data=data, on_again_change=lambda: None)


def theme_change() -> None:
    """Mount the watcher of the theme, once a page: `charts.ink` knows the theme of the last run
    only, so the page is shown once more in its colours."""
    data = {"theme": st.context.theme.type}
    _watcher("theme_change", js_with_mailbox)(data=data, on_theme_change=lambda: None)


def land() -> None:
    """Mount what brings the top of a part into view that a button has opened."""
    at, turn = landing()
    _watcher("landing")(data={"at": at, "turn": turn})


def _watcher(name: str, script: Callable[[str, str], str] = component_file) -> Any:
    js = script(__file__, f"{name}.js")
    mount = st.components.v2.component(name, html="<span></span>", js=js)
    return partial(mount, key=name, height=1)
