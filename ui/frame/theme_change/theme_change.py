"""Another theme, in the middle of a visit: the page is shown once more, in its colours."""

import streamlit as st

from ui.parts.mailbox.mailbox import js_with_mailbox


def theme_change() -> None:
    """Mount the invisible watcher of the theme, once a page: `charts.ink` knows the theme of the
    last run only."""
    mount = st.components.v2.component(
        "theme_change",
        html="<span></span>",
        js=js_with_mailbox(__file__, "theme_change.js"),
    )
    data = {"theme": st.context.theme.type}
    mount(key="theme_change", data=data, on_theme_change=lambda: None, height=1)
