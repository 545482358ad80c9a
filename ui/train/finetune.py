"""Minutes: fine-tune the whole model with fastai, watch it, pause or stop it."""

import streamlit as st

from core.content import lesson_text, says
from core.jobs.queue.environment import torch_is_here
from core.project.project import Project
from core.project.records import RunRecord
from core.training.finetune.finetune import (
    active_finetune,
    can_resume,
    look_after,
    resume_finetune,
    snapshot,
    start_finetune,
    stop_finetune,
)
from core.training.finetune.how_many_epochs import how_many_epochs
from core.training.finetune.memory_plan import MIB
from core.training.finetune.resume import LONGEST_S, go_on, pause, pause_requested
from core.training.finetune.settings import (
    FineTuneSettings,
    architecture_in_words,
    finetune_settings,
)
from core.training.finetune.snapshot import RunSnapshot
from core.training.runs import result_waits, results_wait
from core.vision.recipe import load_recipe
from core.words import about_left, memory_size
from ui.parts.background_work import begin_or_say, stop_button
from ui.parts.lesson import answer, as_text, hint
from ui.train.curves import loss_curves, picture_progress, rate_curve
from ui.train.finetune_settings import finetune_controls
from ui.train.lr_find import lr_section
from ui.train.machine import (
    device_in_words,
    line_in_words,
    memory_in_words,
    on_a_cluster,
    plan_here,
    where_it_broke_off,
    where_it_ran,
)
from ui.train.run_result import run_result, say_held_result, shared_training

TEXT = lesson_text("train")
EVERY_S = 1.0
LONGEST_MINUTES = round(LONGEST_S / 60)


def finetune_card(project: Project) -> FineTuneSettings:
    """A button and its settings, or the running fine-tune; the last one's result below.

    Returns the settings of the running one, else those chosen now, for the code panel.
    """
    st.subheader(says("train", "in_minutes"), anchor=False)
    st.markdown(TEXT["minutes"])
    running = active_finetune(project)
    if running is not None:
        live_progress(project, running.id)
        return finetune_settings(running)
    if not torch_is_here():
        return _not_here(project)
    button = st.container()
    settings = finetune_controls(project)
    lr_section(project, settings)
    with button:
        _start(project, settings)
    _last_ended(project)
    return settings


def _last_ended(project: Project) -> None:
    last = next((run for run in project.runs.all() if run.kind == "finetune"), None)
    if last is not None:
        _how_it_ended(project, last)


def _not_here(project: Project) -> FineTuneSettings:
    """Why there is no button; what came from another computer is shown all the same."""
    hint(lesson_text("fastai")["not_here"], icon="laptop")
    _last_ended(project)
    return FineTuneSettings()


def _start(project: Project, settings: FineTuneSettings) -> None:
    """The one button, what it will do and take, or why it cannot."""
    plan = plan_here(project, settings)
    refused = plan is not None and bool(plan.refusal)
    clicked = st.button(
        says("train", "fine_tune"), type="primary", key="start_finetune", disabled=refused
    )
    if refused and plan is not None:
        st.error(as_text(plan.refusal))
    else:
        memory = f" {memory_in_words(plan)}" if plan else ""
        st.caption(f"{_asked_in_words(project, settings)}{memory} {line_in_words()}".strip())
    if clicked:
        begin_or_say(start_finetune, project, settings)


def _asked_in_words(project: Project, settings: FineTuneSettings) -> str:
    recipe = settings.applied_to(load_recipe(project))
    architecture = as_text(architecture_in_words(settings.architecture))
    figures = {"settings": settings, "recipe": recipe, "bs": settings.bs or recipe.bs}
    return TEXT["asked"].format(architecture=architecture, **figures)


def _how_it_ended(project: Project, run: RunRecord) -> None:
    moment, held = snapshot(project, run.id), result_waits(project, run)
    if run.status == "finished" and held:
        say_held_result(project, shared_training())
        return
    if run.status == "finished":
        run_result(project, run)
        _how_it_went(project, run, moment)
        return
    if run.status == "stopped":
        answer(as_text(moment.message))
    else:
        st.error(as_text(moment.message))
    if can_resume(project, run):
        _go_on(project, run, moment)
    if moment.losses and not held:
        _pictures_and_curves(project, run, moment)
    if ran := where_it_broke_off(moment):
        st.caption(ran)


def _how_it_went(project: Project, run: RunRecord, moment: RunSnapshot) -> None:
    if "diverged" in run.results:
        which = "diverged_best" if run.results.get("best_unfrozen_epoch") else "diverged_after"
        why, epoch = run.results["diverged"], run.results.get("diverged_after")
        st.warning(as_text(says("train", which, diverged=why, epoch=epoch)))
    advice = how_many_epochs(moment.epoch_rows, moment.epochs)
    if advice:
        st.markdown(says("train", "how_many_epochs", advice=advice))
    _pictures_and_curves(project, run, moment)
    st.caption(where_it_ran(run))


def _pictures_and_curves(project: Project, run: RunRecord, moment: RunSnapshot) -> None:
    """What could be watched while it ran, kept for looking back."""
    picture_progress(project, moment, f"ended_{run.id}")
    with st.expander(says("train", "its_curves"), key=f"curves_of_{run.id}"):
        loss_curves(moment, f"ended_{run.id}")
        rate_curve(moment, f"rates_{run.id}")


def _go_on(project: Project, run: RunRecord, moment: RunSnapshot) -> None:
    label = says("train", "go_on_after", saved_epoch=moment.saved_epoch)
    if st.button(label, key=f"resume_{run.id}", icon=":material/play_circle:"):
        begin_or_say(resume_finetune, project, run.id)


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
        stop_button(f"stop_{run_id}", stop_finetune, project, run_id)
        st.caption(_what_it_costs(moment, pausing))
    for remark in moment.remarks:
        st.caption(as_text(remark))
    if results_wait(project):
        st.caption(TEXT["figures_wait"])
    elif moment.losses:
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
        return TEXT["queued"]
    if pausing and not moment.paused:
        return TEXT["pausing"]
    if moment.paused:
        kept = "paused_kept" if moment.saved_epoch else "paused_nothing_kept"
        return says("train", kept, minutes=LONGEST_MINUTES, epoch=moment.saved_epoch)
    if moment.saved_epoch:
        return TEXT["one_kept"].format(epoch=moment.saved_epoch)
    return TEXT["goes_on"]


def _headline(moment: RunSnapshot) -> str:
    parts = [as_text(moment.message)]
    if moment.status == "running" and moment.device:
        device, left = device_in_words(moment.device), about_left(moment.seconds_left)
        where = "on_device" if moment.paused else "on_device_left"
        parts += [says("train", where, device=device, left=left), _memory(moment)]
    return "  ".join(filter(None, parts))


def _memory(moment: RunSnapshot) -> str:
    if not moment.memory_now_mb:
        return ""
    peak = max(moment.memory_mb, moment.memory_now_mb)
    now, most = memory_size(moment.memory_now_mb * MIB), memory_size(peak * MIB)
    return says("train", "memory", now=now, most=most)
