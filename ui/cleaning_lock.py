"""The offer to set a locked test set aside before anything is cleaned."""

from __future__ import annotations

import streamlit as st

from core.evaluation.lesson_text import lesson_text
from core.project.project import Project
from ui.datablock_lock import lock_card


def lock_first(project: Project) -> None:
    """Say why a test set should be locked away before cleaning, with the way to do it; nothing
    once there is one."""
    if project.test_locked():
        return
    with st.expander("Set a locked test set aside first?", icon=":material/lock_open:"):
        st.markdown(lesson_text("clean")["lock_first"])
        lock_card(project)
