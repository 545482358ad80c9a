"""A part of a page that is folded away, and filled once the learner opens it."""

from collections.abc import Callable

import streamlit as st


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
