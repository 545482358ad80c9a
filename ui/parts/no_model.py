"""The learner's model on pages that need one: none is there yet, or a newer one could be it."""

import streamlit as st

from core.content import lesson_text, says
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import choose_run, newer_run, run_name, waiting_runs
from ui.parts.background_work import quick_training
from ui.parts.lesson import hint, note

NO_MODEL = says("parts", "no_trained_model")


def no_model_yet(project: Project, words: str = NO_MODEL, *, key: str) -> None:
    """Say so and train one right here, with the button `{key}_train`; in a class that guesses about
    its results, say what they wait for."""
    if waiting_runs(project):
        say_result_waits()
        return
    st.markdown(words)
    quick_training(project, says("parts", "train_a_model_now"), key=f"{key}_train")


def say_result_waits() -> None:
    """Say that a result opens with the teacher's word."""
    hint(lesson_text("class_guess")["result_waits"], icon="hourglass_empty")


def offer_newer(project: Project, run: RunRecord, key: str) -> None:
    """One sentence and a button where the learner's model is older than the newest run."""
    newer = newer_run(project, run)
    if newer is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            says("parts", "use_the_newest_run"),
            key=f"{key}_use_newest",
            on_click=choose_run,
            args=(project, None),
            help=says("parts", "from_then_on"),
        )
        note(says("parts", "newer_model", model=run_name(newer)))
