"""The settings for searching the web, in a window of their own."""

import streamlit as st

from core.content import lesson_text, says
from core.gather.web.search_settings import (
    SearchSettings,
    duckduckgo_allowed,
    own_settings,
    save_settings,
    search_allowed,
)
from core.project.workspace import Workspace
from ui.parts.lesson import hint

_OPEN = "_search_settings_open"


def search_settings_button(key: str, label: str = "Settings") -> None:
    """A quiet button that opens the window; `show_search_settings` draws it."""
    st.button(
        label, key=key, type="tertiary", icon=":material/tune:", on_click=open_search_settings
    )


def show_search_settings(workspace: Workspace) -> None:
    """The window, while it is open; to be called once on every page."""
    if st.session_state.get(_OPEN):
        _window(workspace)


def open_search_settings() -> None:
    """Opens the window at the next run."""
    st.session_state[_OPEN] = True


def _close() -> None:
    st.session_state[_OPEN] = False


@st.dialog(says("parts", "searching_the_web"), on_dismiss=_close)
def _window(workspace: Workspace) -> None:
    if not search_allowed():
        hint(lesson_text("search")["off_server"])
        return
    chosen = _form(own_settings(workspace))
    if st.button(says("parts", "save"), type="primary", key="save_search_settings"):
        save_settings(workspace, chosen)
        _close()
        st.rerun()


def _form(now: SearchSettings) -> SearchSettings:
    text = lesson_text("search")
    search = st.toggle(says("parts", "search_the_web"), now.search, key="set_search")
    st.caption(text["settings_search"])
    adult = now.duckduckgo
    if duckduckgo_allowed():
        adult = st.toggle(
            says("parts", "duckduckgo_too_for_adults"), now.duckduckgo, key="set_duckduckgo"
        )
        if adult and not now.duckduckgo:
            adult = st.checkbox(text["settings_adult"], key="set_adult")
    with st.expander(says("parts", "an_openverse_id"), expanded=bool(now.openverse_id)):
        st.caption(text["settings_key"])
        name = st.text_input(
            says("parts", "client_id"), now.openverse_id, max_chars=200, key="set_openverse_id"
        )
        secret = st.text_input(
            says("parts", "client_secret"),
            now.openverse_secret,
            type="password",
            max_chars=200,
            key="set_openverse_secret",
        )
    return SearchSettings(search, adult, name.strip(), secret.strip())
