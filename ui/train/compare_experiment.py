"""A ready-made experiment: the question, a guess, one click, both trainings, the comparison."""

from collections.abc import Callable, Sequence
from contextlib import suppress

import streamlit as st

from core.project.project import Project
from core.project.records import RunRecord
from core.training.experiments import (
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
from core.training.quick.quick import TRAINING
from core.words import about_left
from ui.parts.lesson import as_text, what_you_saw
from ui.train.compare_guess import guessed
from ui.train.compare_table import who_is_who
from ui.train.compare_words import LETTERS

EVERY_S = 1.0

SideBySide = Callable[[Project, Sequence[RunRecord], Sequence[str], str], None]


def experiment_card(project: Project, key: str, side_by_side: SideBySide) -> None:
    """The whole experiment, as far as it has come."""
    experiment = experiments()[key]
    names = [arm.name for arm in experiment.arms]
    about = f"experiment_{key}"
    st.subheader(experiment.question, anchor=False)
    st.markdown(experiment.about)
    if not guessed(project, about, names, "Guess first: which will be better?"):
        return
    if under_way(project) == key:
        st.fragment(_progress, run_every=EVERY_S)(project, key)
        return
    who_is_who(names)
    now = steps(project, experiment)
    runs = [step.run for step in now if step.state == "finished" and step.run is not None]
    if len(runs) < len(now):
        _start(project, key, now)
        return
    side_by_side(project, runs, names, about)
    what_you_saw(experiment.lesson)


def _start(project: Project, key: str, now: Sequence[Step]) -> None:
    for step in now:
        if step.state == "broken":
            st.error(as_text(_why_broken(project, step)))
    other = under_way(project)
    if other is not None:
        st.info(f"“{experiments()[other].name}” is running; one experiment at a time.")
        return
    if not st.button("Run the experiment", type="primary", key=f"begin_{key}"):
        if refused := refusal(project, key):
            st.error(as_text(refused))
        st.caption(_what_it_takes(now))
        return
    try:
        begin(project, key)
    except CannotFineTune as reason:
        st.error(as_text(str(reason)))
        return
    st.rerun()


def _what_it_takes(now: Sequence[Step]) -> str:
    missing = [step for step in now if step.state != "finished"]
    trainings = "One training" if len(missing) == 1 else "Two trainings, one after the other"
    there = "; the other one is there already" if len(missing) < len(now) else ""
    return f"{trainings}{there}. A minute or a few on your machine, and you can leave the page."


def _why_broken(project: Project, step: Step) -> str:
    if step.run is None:
        now = TRAINING.progress(project)
        return f"The quick training broke off. {now.message if now else ''}"
    return f"“{step.arm.name}” broke off. {snapshot(project, step.run.id).message}"


def _progress(project: Project, key: str) -> None:
    """Both trainings as they stand; starts the second, and draws the page again at the end."""
    with suppress(CannotFineTune):  # the experiment is over then, and keeps the reason
        advance(project)
    if under_way(project) != key:
        st.rerun()
    for letter, step in zip(LETTERS, steps(project, experiments()[key]), strict=False):
        fraction, words = _how_far(project, step)
        st.progress(fraction, text=f"**{letter}** {as_text(step.arm.name)}: {words}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Stop",
            key=f"leave_{key}",
            icon=":material/stop_circle:",
            on_click=leave,
            args=(project,),
        )
        st.caption("What has finished is kept. You can leave this page and come back.")


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
