"""The steps of a cleaning, one on screen at a time; which one is kept in the address."""

from __future__ import annotations

import streamlit as st

from core.content import lesson_text
from core.curation.reveal import rounds
from core.project.project import Project

STEPS = {
    "predict": "Look yourself",
    "sort": "Sort",
    "review": "Review",
    "changed": "Before and after",
    "versions": "Versions",
}
_KEY = "step"


def cleaning_step() -> str:
    """The step the learner is at."""
    chosen = st.segmented_control(
        "What to do",
        list(STEPS),
        format_func=lambda step: STEPS[step],
        default="sort",
        required=True,
        key=_KEY,
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen if chosen in STEPS else "sort"


def look_first(project: Project) -> None:
    """Invite to find wrong pictures before the model points at them, until that was done once."""
    if any(one.revealed for one in rounds(project)):
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(lesson_text("clean")["look_first"], width="stretch")
        st.button(STEPS["predict"], on_click=go_to, args=("predict",), key="look_first")


def go_to(step: str) -> None:
    """Turn to another step; for callbacks, which run before the page is drawn."""
    st.session_state[_KEY] = step
