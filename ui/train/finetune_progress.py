"""A fine-tune while it runs: what it does, how far it is, how to pause and how to stop it."""

import streamlit as st

from core.project.project import Project
from core.training.finetune.finetune import look_after, snapshot, stop_finetune
from core.training.finetune.memory_plan import MIB
from core.training.finetune.resume import LONGEST_S, go_on, pause, pause_requested
from core.training.finetune.snapshot import RunSnapshot
from core.words import about_left, memory_size
from ui.parts.lesson import as_text
from ui.train.curves import loss_curves, rate_curve
from ui.train.machine import device_in_words, on_a_cluster
from ui.train.watched_pictures import picture_progress

EVERY_S = 1.0
LONGEST_MINUTES = round(LONGEST_S / 60)


def live_progress(project: Project, run_id: str) -> None:
    """Show the run and look again every second; the page reruns once when the run has ended.

    Only this part of the page redraws, so the rest goes on answering clicks.
    """
    st.fragment(_look, run_every=EVERY_S)(project, run_id)


def _look(project: Project, run_id: str) -> None:
    look_after(project)
    moment = snapshot(project, run_id)
    if moment.ended:
        st.rerun()
    st.progress(moment.fraction, text=_headline(moment))
    pausing = pause_requested(project.runs.folder(run_id)) and not _only_the_end_left(moment)
    with st.container(horizontal=True, vertical_alignment="center"):
        if moment.device and not on_a_cluster() and not _only_the_end_left(moment):
            _pause_button(project, run_id, pausing)
        st.button(
            "Stop",
            key=f"stop_{run_id}",
            icon=":material/stop_circle:",
            on_click=stop_finetune,
            args=(project, run_id),
        )
        st.caption(_what_it_costs(moment, pausing))
    for remark in moment.remarks:
        st.caption(as_text(remark))
    if moment.losses:
        loss_curves(moment, f"live_{run_id}")
        picture_progress(project, moment, f"live_{run_id}")
        rate_curve(moment, f"live_rates_{run_id}")


def _only_the_end_left(moment: RunSnapshot) -> bool:
    """Whether every epoch is trained: nothing is left that could wait."""
    return len(moment.epoch_rows) >= moment.epochs


def _pause_button(project: Project, run_id: str, pausing: bool) -> None:
    """Pause, or Resume: it waits between two batches and keeps its place."""
    st.button(
        "Resume" if pausing else "Pause",
        key=f"pause_{run_id}",
        icon=":material/play_circle:" if pausing else ":material/pause_circle:",
        type="primary" if pausing else "secondary",
        on_click=go_on if pausing else pause,
        args=(project.runs.folder(run_id),),
    )


def _what_it_costs(moment: RunSnapshot, pausing: bool) -> str:
    """What a pause or a stop leaves behind."""
    if moment.status == "queued":
        return "You can leave this page: it keeps its place in line and starts by itself."
    if pausing and not moment.paused:
        return "It pauses as soon as this batch is done."
    kept = f"epoch {moment.saved_epoch} is kept" if moment.saved_epoch else "no epoch is kept yet"
    if moment.paused:
        return (
            f"It keeps its place for {LONGEST_MINUTES} minutes, then it stops and lets others "
            f"train; {kept}."
        )
    if moment.saved_epoch:
        return f"Epoch {moment.saved_epoch} is kept: after a stop you can go on from there."
    return "You can leave this page, reload it or close the browser: the training goes on."


def _headline(moment: RunSnapshot) -> str:
    parts = [as_text(moment.message)]
    if moment.status == "running" and moment.device:
        left = "" if moment.paused else f"; {about_left(moment.seconds_left)}"
        parts.append(f"On {device_in_words(moment.device)}{_memory(moment)}{left}.")
    return "  ".join(parts)


def _memory(moment: RunSnapshot) -> str:
    if not moment.memory_now_mb:
        return ""
    peak = max(moment.memory_mb, moment.memory_now_mb)
    now, most = memory_size(moment.memory_now_mb * MIB), memory_size(peak * MIB)
    return f", {now} of memory now, {most} at most"
