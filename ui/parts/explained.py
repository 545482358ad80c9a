"""An explanation that stands on the page until it was read once; then it is folded away."""

import streamlit as st

from core.content import lesson_text
from core.project.project import Project
from core.project.settings import Setting
from ui.parts.class_seat import page_here

EXPLAINED = Setting[list[str]]("explained", list[str], list)
_HERE = "_explained_here"  # in the session: the page, and what stands in full on it


def explained(project: Project, name: str, text: str) -> None:
    """Show a text in full on the first visit to its page, and behind a small button on the next:
    what the page is about is to be in sight. `name` is the explanation's own in all the app."""
    known = project.settings.get(EXPLAINED)
    if name in known and name not in _in_full():
        with st.popover(lesson_text("explained")["again"], type="tertiary", key=f"again_{name}"):
            st.markdown(text)
        return
    _in_full().add(name)
    st.caption(text)
    if name not in known and project.is_kept:
        project.settings.set_soon(EXPLAINED, [*known, name])


def _in_full() -> set[str]:
    """The explanations that this visit began with; none after another page."""
    kept: tuple[str, set[str]] | None = st.session_state.get(_HERE)
    if kept is None or kept[0] != page_here():
        kept = (page_here(), set())
        st.session_state[_HERE] = kept
    return kept[1]
