"""A fine-tune while it runs: what it does, how far it is, how long it takes, and how to stop it."""

from __future__ import annotations

import streamlit as st

from core.project.project import Project
from core.training.finetune import snapshot, stop_finetune
from core.training.snapshot import RunSnapshot
from ui.durations import about_left
from ui.loss_curves import loss_curves
from ui.machine_words import device_in_words, in_gigabytes
from ui.shell import as_text

EVERY_S = 1.0


def live_progress(project: Project, run_id: str) -> None:
    """Show the run and look again every second; the page reruns once when the run has ended.

    Only this part of the page redraws, so the rest goes on answering clicks.
    """
    st.fragment(_look, run_every=EVERY_S)(project, run_id)


def _look(project: Project, run_id: str) -> None:
    moment = snapshot(project, run_id)
    if moment.ended:
        st.rerun()
    st.progress(moment.fraction, text=_headline(moment))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Stop",
            key=f"stop_{run_id}",
            icon=":material/stop_circle:",
            on_click=stop_finetune,
            args=(project, run_id),
        )
        st.caption(_what_a_stop_costs(moment))
    if moment.losses:
        loss_curves(moment, f"live_{run_id}")


def _what_a_stop_costs(moment: RunSnapshot) -> str:
    if moment.saved_epoch:
        return f"Epoch {moment.saved_epoch} is kept: after a stop you can go on from there."
    return "You can leave this page, reload it or close the browser: the training goes on."


def _headline(moment: RunSnapshot) -> str:
    parts = [as_text(moment.message)]
    if moment.status == "running" and moment.device:
        memory = f", {in_gigabytes(moment.memory_mb)} of memory" if moment.memory_mb else ""
        device = device_in_words(moment.device)
        parts.append(f"On {device}{memory}; {about_left(moment.seconds_left)}.")
    return "  ".join(parts)
