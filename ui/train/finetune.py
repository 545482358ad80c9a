"""Minutes: fine-tune the whole model with fastai, and watch it."""

import streamlit as st

from core.project.project import Project
from core.project.records import RunRecord
from core.training.finetune.finetune import (
    active_finetune,
    can_resume,
    resume_finetune,
    snapshot,
    start_finetune,
)
from core.training.finetune.how_many_epochs import how_many_epochs
from core.training.finetune.settings import (
    CannotFineTune,
    FineTuneSettings,
    architecture_in_words,
    finetune_settings,
)
from core.training.finetune.snapshot import RunSnapshot
from core.vision.recipe import load_recipe
from ui.parts.lesson import as_text
from ui.train.curves import loss_curves, rate_curve
from ui.train.finetune_progress import live_progress
from ui.train.finetune_settings import finetune_controls
from ui.train.lr_find import lr_section
from ui.train.machine import memory_in_words, plan_here, where_it_broke_off, where_it_ran
from ui.train.run_result import run_result
from ui.train.watched_pictures import picture_progress


def finetune_card(project: Project) -> FineTuneSettings:
    """A button and its settings, or the running fine-tune; the last one's result below.

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
        return finetune_settings(running)
    button = st.container()
    settings = finetune_controls(project)
    lr_section(project, settings)
    with button:
        _start(project, settings)
    last = next((run for run in project.runs.all() if run.kind == "finetune"), None)
    if last is not None:
        _how_it_ended(project, last)
    return settings


def _start(project: Project, settings: FineTuneSettings) -> None:
    """The one button, what it will do and take, or why it cannot."""
    plan = plan_here(project, settings)
    refused = plan is not None and bool(plan.refusal)
    clicked = st.button("Fine-tune", type="primary", key="start_finetune", disabled=refused)
    if refused and plan is not None:
        st.error(as_text(plan.refusal))
    else:
        memory = f" {memory_in_words(plan)}" if plan else ""
        st.caption(f"{_asked_in_words(project, settings)}{memory}")
    if not clicked:
        return
    try:
        start_finetune(project, settings)
    except CannotFineTune as reason:
        st.error(as_text(str(reason)))
        return
    st.rerun()


def _asked_in_words(project: Project, settings: FineTuneSettings) -> str:
    recipe = settings.applied_to(load_recipe(project))
    return (
        f"{as_text(architecture_in_words(settings.architecture))}, {settings.freeze_epochs} frozen "
        f"+ {settings.epochs} epochs, learning rate {settings.lr:g}, pictures of {recipe.size} × "
        f"{recipe.size}, {settings.bs or recipe.bs} in a batch."
    )


def _how_it_ended(project: Project, run: RunRecord) -> None:
    moment = snapshot(project, run.id)
    if run.status == "finished":
        run_result(project, run)
        _how_it_went(project, run, moment)
        return
    if run.status == "stopped":
        st.info(as_text(moment.message))
    else:
        st.error(as_text(moment.message))
    if can_resume(project, run):
        _go_on(project, run, moment)
    if moment.losses:
        _pictures_and_curves(project, run, moment)
    if ran := where_it_broke_off(moment):
        st.caption(ran)


def _how_it_went(project: Project, run: RunRecord, moment: RunSnapshot) -> None:
    if "diverged" in run.results:
        after = run.results.get("best_unfrozen_epoch") and "of its best epoch"
        whole = after or f"after epoch {run.results['diverged_after']}"
        st.warning(as_text(f"{run.results['diverged']} Your model is the one {whole}."))
    advice = how_many_epochs(moment.epoch_rows, moment.epochs)
    if advice:
        st.markdown(f"**How many epochs?** {advice}")
    _pictures_and_curves(project, run, moment)
    st.caption(where_it_ran(run))


def _pictures_and_curves(project: Project, run: RunRecord, moment: RunSnapshot) -> None:
    """What could be watched while it ran, kept for looking back."""
    picture_progress(project, moment, f"ended_{run.id}")
    with st.expander("Its curves", key=f"curves_of_{run.id}"):
        loss_curves(moment, f"ended_{run.id}")
        rate_curve(moment, f"rates_{run.id}")


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
