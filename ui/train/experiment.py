"""A ready-made experiment: its question, a guess, its trainings under way, and what came of it."""

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st

from core.content import lesson_text, says
from core.jobs.queue.environment import torch_is_here
from core.project.project import Project
from core.training.experiments import (
    Experiment,
    Step,
    advance,
    begin,
    experiments,
    leave,
    refusal,
    steps,
    under_way,
)
from core.training.finetune.finetune import snapshot
from core.training.finetune.settings import CannotFineTune
from core.training.how_long import how_long
from core.training.quick.quick import TRAINING
from core.training.runs import result_waits
from core.words import about, about_left, count_of
from ui.parts.background_work import begin_or_say, stop_button
from ui.parts.lesson import as_text, hint, what_you_saw
from ui.train.compare_difference import EXPERIMENT, LETTERS, guessed
from ui.train.compare_table import who_is_who
from ui.train.run_result import say_held_result, shared_training
from ui.train.side_by_side import side_by_side
from ui.train.variety import variety_guessed, variety_revealed

VARIETY = lesson_text("variety")
EVERY_S = 1.0


def experiment_card(project: Project, key: str) -> None:
    """The whole experiment, as far as it has come."""
    experiment = experiments()[key]
    names = [arm.name for arm in experiment.arms]
    topic = f"{EXPERIMENT}{key}"
    st.subheader(experiment.question, anchor=False)
    st.markdown(experiment.about)
    if not _guessed(project, experiment, topic):
        return
    if under_way(project) == key:
        st.fragment(_progress, run_every=EVERY_S)(project, key)
        return
    if not experiment.in_pairs:
        who_is_who(names)
    now = steps(project, experiment)
    runs = [step.run for step in now if step.state == "finished" and step.run is not None]
    if any(result_waits(project, run) for run in runs):
        say_held_result(project, shared_training())
        return
    if len(runs) < len(now):
        _start(project, key, now)
        return
    if experiment.in_pairs:
        variety_revealed(project, runs, experiment, topic)
    else:
        side_by_side(project, runs, names, topic)
    what_you_saw(experiment.lesson)


def _guessed(project: Project, experiment: Experiment, topic: str) -> bool:
    if not torch_is_here():
        hint(lesson_text("fastai")["not_here"], icon="laptop")
    if experiment.in_pairs:
        return variety_guessed(project, experiment, topic)
    names = [arm.name for arm in experiment.arms]
    return guessed(project, topic, names, says("train", "guess_first_which"))


def _start(project: Project, key: str, now: Sequence[Step]) -> None:
    for step in now:
        if step.state == "broken":
            st.error(as_text(_why_broken(project, step)))
    other = under_way(project)
    if other is not None:
        hint(says("train", "one_at_a_time", experiment=experiments()[other].name))
        return
    if not st.button(says("train", "run_the_experiment"), type="primary", key=f"begin_{key}"):
        if refused := refusal(project, key):
            st.error(as_text(refused))
        st.caption(_what_it_takes(project, now))
        return
    begin_or_say(begin, project, key)


def _what_it_takes(project: Project, now: Sequence[Step]) -> str:
    """How many trainings are missing, and how long they take as far as one can know."""
    missing = [step.arm.settings for step in now if step.state != "finished"]
    time = how_long(project, missing)
    return VARIETY["takes_measured" if time.measured else "takes_usual"].format(
        trainings=count_of(len(missing), "training"),
        epochs=sum(one.all_epochs for one in missing),
        least=about(time.least),
        most=about(time.most),
    )


def _why_broken(project: Project, step: Step) -> str:
    if step.run is None:
        now = TRAINING.progress(project)
        return says("train", "quick_broke_off", why=now.message if now else "").strip()
    why = snapshot(project, step.run.id).message
    return says("train", "arm_broke_off", name=step.arm.name, why=why)


def _progress(project: Project, key: str) -> None:
    """All trainings as they stand; starts the next, and draws the page again at the end."""
    with suppress(CannotFineTune):  # the experiment is over then, and keeps the reason
        advance(project)
    if under_way(project) != key:
        st.rerun()
    now = steps(project, experiments()[key])
    if experiments()[key].in_pairs:
        _all_in_one(project, now)
    else:
        _each(project, now)
    with st.container(horizontal=True, vertical_alignment="center"):
        stop_button(f"leave_{key}", leave, project)
        st.caption(says("train", "what_finished_kept"))


def _each(project: Project, now: Sequence[Step]) -> None:
    for letter, step in zip(LETTERS, now, strict=False):
        fraction, words = _how_far(project, step)
        st.progress(fraction, text=f"**{letter}** {as_text(step.arm.name)}: {words}")


def _all_in_one(project: Project, now: Sequence[Step]) -> None:
    """One line for many trainings: how many are done, and what the one under way does."""
    far = [_how_far(project, step) for step in now]
    here = next((at for at, step in enumerate(now) if step.state != "finished"), len(now) - 1)
    text = VARIETY["progress"].format(
        done=sum(step.state == "finished" for step in now),
        all=len(now),
        name=as_text(now[here].arm.name),
        words=far[here][1],
    )
    share = [epochs_of(step) * fraction for step, (fraction, _) in zip(now, far, strict=True)]
    st.progress(sum(share) / sum(map(epochs_of, now)), text=text)


def epochs_of(step: Step) -> int:
    """The epochs of a training: by them a bar for several goes on evenly."""
    return step.arm.settings.all_epochs


def _how_far(project: Project, step: Step) -> tuple[float, str]:
    if step.state == "finished":
        return 1.0, "finished"
    if step.state == "missing":
        return 0.0, "waits for its turn"
    if step.run is None:
        now = TRAINING.progress(project)
        return (now.fraction, as_text(now.message)) if now else (0.0, "starting")
    moment = snapshot(project, step.run.id)
    left = f" ({about_left(moment.seconds_left)})" if moment.seconds_left is not None else ""
    return moment.fraction, f"{as_text(moment.message)}{left}"
