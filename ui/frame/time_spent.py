"""Where the learner's time went, beside an even share; and the clock that counts it."""

from __future__ import annotations

import time

import streamlit as st

from core.learning.paths.time_spent import (
    Watch,
    tick,
)
from core.project.project import Project

_WATCH = "_watch"
ENOUGH_S = 120.0
HOW = (
    "Counted from click to click on the pages of each part, at most five minutes for one pause. "
    "The sums are in your project's own file and nowhere else."
)


def count_time(project: Project, page_id: str) -> None:
    """Count the time since this session's last click; called once a run of any page."""
    watch: Watch | None = st.session_state.get(_WATCH)
    st.session_state[_WATCH] = tick(project, page_id, time.monotonic(), watch)
