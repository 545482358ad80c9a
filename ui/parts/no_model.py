"""What a page says that needs a model where there is none to see yet."""

import streamlit as st

from core.content import lesson_text, says
from core.project.project import Project
from core.training.waiting import waiting_runs
from ui.parts.background_work import quick_training
from ui.parts.boxes import hint

NO_MODEL = says("parts", "no_trained_model")


def no_model_yet(project: Project, words: str = NO_MODEL, *, key: str) -> None:
    """Say so and train one right here, with the button `{key}_train`; in a class that guesses about
    its results, say what they wait for."""
    if waiting_runs(project):
        say_result_waits()
        return
    st.markdown(words)
    quick_training(project, "Train a model now", key=f"{key}_train")


def say_result_waits() -> None:
    """Say that a result opens with the teacher's word."""
    hint(lesson_text("class_guess")["result_waits"], icon="hourglass_empty")
