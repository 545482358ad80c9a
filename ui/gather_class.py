"""The class that single pictures, shots and recordings go into."""

from __future__ import annotations

import streamlit as st

from core.project.project import Project


def class_choice(project: Project) -> str:
    """One of the project's classes, or one the learner types; empty while there is no choice."""
    chosen = st.selectbox(
        "Which class do they belong to?",
        list(project.classes()),
        index=None,
        accept_new_options=True,
        placeholder="Choose a class or type a new one",
        key="gather_class",
        persist_state="session",
    )
    return chosen or ""
