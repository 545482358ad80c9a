"""Another theme, in the middle of a visit: the page is shown once more, in its colours."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

_SCRIPT = Path(__file__).parents[1] / "assets" / "components" / "theme_change" / "theme_change.js"


def theme_change() -> None:
    """Mount the invisible watcher of the theme, once a page: `charts.ink` knows the theme of the
    last run only."""
    mount = st.components.v2.component("theme_change", html="<span></span>", js=_script())
    data = {"theme": st.context.theme.type}
    mount(key="theme_change", data=data, on_theme_change=lambda: None, height=1)


@cache
def _script() -> str:
    return _SCRIPT.read_text("utf-8")
