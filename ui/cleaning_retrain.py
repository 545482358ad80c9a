"""After a cleaning: one click trains anew, then what it changed."""

from __future__ import annotations

import streamlit as st

from core.evaluation.lesson_text import lesson_text
from core.evaluation.since_run import since_run
from core.project.project import Project
from core.training.outcome import Outcome
from ui.before_after import before_after
from ui.cleaning_steps import go_to
from ui.quick_here import quick_training
from ui.run_words import since_words


def retrain_and_compare(project: Project, outcome: Outcome) -> None:
    """The button where the model does not know today's data; else the latest two models."""
    if why := _out_of_date(project, outcome):
        st.markdown(why)
        quick_training(project, "Retrain", key="retrain")
    elif not before_after(project):
        st.markdown(lesson_text("clean")["no_comparison"])
        st.button("Sort pictures", on_click=go_to, args=("sort",), key="sort_first")


def _out_of_date(project: Project, outcome: Outcome) -> str:
    """Why the latest model should be trained anew; empty where there is no reason."""
    since = since_run(outcome, project.images())
    if since.any:
        return f"Since the last training: **{since_words(since)}**."
    if project.test_locked() and not outcome.part("test").image_ids:
        return "Since the last training **a test set was locked away**."
    return ""
