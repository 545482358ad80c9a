"""Quick training from any page: one button, then how far it is and how to stop it."""

from __future__ import annotations

import streamlit as st

from core.project.project import Project
from core.training.quick.quick_jobs import quick_progress, start_quick, stop_quick
from ui.parts.lesson import as_text


def quick_training(project: Project, label: str, *, key: str) -> None:
    """A button that trains the quick model right here; while it trains, its progress instead.
    The page reruns by itself when training ends."""
    snapshot = quick_progress(project)
    if snapshot is not None and snapshot.state == "running":
        st.fragment(_progress, run_every=0.4)(project, key)
        return
    if snapshot is not None and snapshot.state == "failed":
        st.error(as_text(snapshot.message))
    if st.button(label, type="primary", key=key):
        start_quick(project)
        st.rerun()


def _progress(project: Project, key: str) -> None:
    snapshot = quick_progress(project)
    if snapshot is None or snapshot.state != "running":
        st.rerun()
        return
    st.progress(snapshot.fraction, text=as_text(snapshot.message))
    if st.button("Stop", key=f"{key}_stop", icon=":material/stop_circle:"):
        stop_quick(project)
