"""Minutes: fine-tune the whole model with fastai, and watch it."""

from __future__ import annotations

import streamlit as st

from core.project.project import Project
from core.project.records import RunRecord
from core.training.finetune import (
    CannotFineTune,
    FineTuneSettings,
    active_finetune,
    can_resume,
    resume_finetune,
    snapshot,
)
from core.training.how_many_epochs import how_many_epochs
from core.training.snapshot import RunSnapshot
from ui.finetune_controls import finetune_controls, start_button
from ui.live_progress import live_progress
from ui.loss_curves import loss_curves, rate_curve
from ui.lr_search import lr_section
from ui.machine_words import where_it_ran
from ui.run_result import run_result
from ui.shell import as_text


def finetune_card(project: Project) -> FineTuneSettings:
    """Settings and a button, or the running fine-tune; the last one's result below.

    Returns the settings of the running one, else those chosen now, for the code panel.
    """
    st.subheader("In minutes", anchor=False)
    st.markdown(
        "fastai first trains a new head (frozen epochs), then all layers, on your augmented "
        "training pictures."
    )
    running = active_finetune(project)
    if running is not None:
        live_progress(project, running.id)
        return FineTuneSettings.model_validate(running.settings)
    settings = finetune_controls(project)
    lr_section(project, settings)
    start_button(project, settings)
    last = next((run for run in project.runs() if run.kind == "finetune"), None)
    if last is not None:
        _how_it_ended(project, last)
    return settings


def _how_it_ended(project: Project, run: RunRecord) -> None:
    moment = snapshot(project, run.id)
    if run.status == "finished":
        run_result(project, run)
        _its_curves(run, moment)
        return
    if run.status == "stopped":
        st.info(moment.message)
    else:
        st.error(as_text(moment.message))
    if can_resume(project, run):
        _go_on(project, run, moment)


def _its_curves(run: RunRecord, moment: RunSnapshot) -> None:
    advice = how_many_epochs(moment.epoch_rows, moment.epochs)
    if advice:
        st.markdown(f"**How many epochs?** {advice}")
    with st.expander("Its curves", key=f"curves_of_{run.id}"):
        loss_curves(moment, f"ended_{run.id}")
        rate_curve(moment, f"rates_{run.id}")
    st.caption(where_it_ran(run))


def _go_on(project: Project, run: RunRecord, moment: RunSnapshot) -> None:
    label = f"Go on after epoch {moment.saved_epoch}"
    if not st.button(label, key=f"resume_{run.id}", icon=":material/play_circle:"):
        return
    try:
        resume_finetune(project, run.id)
    except CannotFineTune as reason:
        st.error(as_text(str(reason)))
        return
    st.rerun()
