"""What watches a page unseen, each in a file of its own: what is typed, the theme, fingers on
charts, where the focus goes, what counts as a step back, what bars that stay must leave free,
where a button lands, what comes into view, what is read aloud and under which names, and what the
keyboard can scroll."""

import streamlit as st

from ui.navigation import landing
from ui.parts.component import component_file
from ui.parts.mailbox.mailbox import js_with_mailbox
from ui.parts.typed import PREFIXES, words_here

WATCHERS = (
    "late_commit",
    "theme_change",
    "landing",
    "touch_charts",
    "keep_focus",
    "one_step",
    "bars_top",
    "in_view",
    "says",
    "plain_names",
    "scroll_by_key",
)
_STARTS, _BEGINS = "export default function", "function watch"
_PLACE = "/* the file of one watcher */"


def watch_page() -> None:
    """Mount all of them, once a page, as one component: each mount costs a click as much as a
    paragraph does.

    `words` are those of text fields that the server has: they are kept while they are typed. The
    theme is that of the last run, all that `charts.ink` knows: where it changed since, the page is
    shown once more in its colours. `at` is the part to bring into view that a button has opened.
    """
    at, turn = landing()
    mount = st.components.v2.component("watchers", html="<span></span>", js=_together())
    mount(
        data={
            "fields": PREFIXES,
            "words": words_here(),
            "theme": st.context.theme.type,
            "at": at,
            "turn": turn,
        },
        on_again_change=lambda: None,
        on_theme_change=lambda: None,
        key="watchers",
        height=1,
    )


def _together() -> str:
    """The JavaScript of the component: that of all watchers, each within a function of its own."""
    around = component_file(__file__, "each.js")
    own = (component_file(__file__, f"{name}.js").replace(_STARTS, _BEGINS) for name in WATCHERS)
    return js_with_mailbox(__file__, "all.js") + "".join(around.replace(_PLACE, js) for js in own)
