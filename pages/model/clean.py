"""Clean: let the model point at labels it cannot believe, and decide yourself."""

from __future__ import annotations

import streamlit as st

from core.evaluation.lesson_text import lesson_text
from core.evaluation.run_outcome import cleaning_run, outcome_of
from core.evaluation.since_run import since_run
from core.project.project import Project
from core.training.outcome import Outcome
from ui.before_after import before_after
from ui.cleaning_review import cleaning_review, undo_last_cleaning
from ui.cleaning_wall import cleaning_wall
from ui.judging_code import judging_panel
from ui.planted_faults import planted_faults
from ui.questions_here import questions_here
from ui.quick_here import quick_training
from ui.run_words import run_name, since_words
from ui.session import project as open_project
from ui.shell import lesson, needs_pictures, next_step, note

TEXT = lesson_text("clean")


def clean(project: Project) -> None:
    run = cleaning_run(project)
    outcome = outcome_of(project, run) if run else None
    if run is None or outcome is None:
        st.markdown("A model has to read your labels first. Quick training takes seconds.")
        quick_training(project, "Train a model now", key="clean_train")
        return
    st.markdown(TEXT["why"])
    note(f"Judged by: {run_name(run)}.")
    st.fragment(sort_and_review)(project, outcome)
    undo_last_cleaning(project)
    if project.last_cleaning() is not None:
        planted_faults(project)
    retrain(project, outcome)


def sort_and_review(project: Project, outcome: Outcome) -> None:
    cleaning_wall(project, outcome)
    cleaning_review(project)


def retrain(project: Project, outcome: Outcome) -> None:
    since = since_run(outcome, project.images())
    if since.any:
        st.markdown(f"Since the last training: **{since_words(since)}**.")
        quick_training(project, "Retrain", key="retrain")
    else:
        before_after(project)


lesson("Clean", "Is the model wrong, or is the label?")
if not needs_pictures(open_project()):
    clean(open_project())
    judging_panel(open_project(), "clean")
    questions_here("clean")
    next_step("decide", "an accuracy changes nothing; say what each mistake costs you.")
