"""What is folded away: a part of a page until it is opened, an explanation once it was read."""

from collections.abc import Callable

import streamlit as st

from core.content import lesson_text
from core.project.project import Project
from core.project.settings import Setting
from ui.parts.class_seat import page_here


def fold(
    label: str,
    key: str,
    fill: Callable[[], object],
    *,
    icon: str | None = None,
    expanded: bool = False,
    at_work: bool = False,
) -> None:
    """A panel; `fill()` draws what is in it while it is open, or with work going on in it.

    Every element costs the server a third of a millisecond at each click, and most panels stay
    closed. Opening one runs the page again, or the fragment it stands in. Streamlit forgets a
    widget that is not drawn, so those inside have `persist_state` or are kept in the project.
    """
    panel = st.expander(label, expanded=expanded, key=key, icon=icon, on_change="rerun")
    if panel.open or at_work:
        with panel:
            fill()


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
