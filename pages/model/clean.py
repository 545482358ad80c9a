"""Clean: let the model point at labels it cannot believe, and decide yourself."""

import streamlit as st

from core.content import lesson_text, says
from core.learning.tour.place import tour_asks
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from core.training.runs import chosen_run, cleaning_run, outcome_of, run_name
from ui.clean.before_after import retrain_and_compare
from ui.clean.fix_and_see import fix_and_see
from ui.clean.reveal import predict_then_reveal
from ui.clean.review import cleaning_review, undo_last_cleaning
from ui.clean.steps import cleaning_step, look_first, planted_faults
from ui.clean.versions import versions_list
from ui.clean.wall import cleaning_wall
from ui.parts.code_panel import judging_panel
from ui.parts.fold import explained
from ui.parts.lesson import lesson, needs_pictures, note
from ui.parts.lock_test_set import lock_first
from ui.parts.no_model import no_model_yet, offer_newer
from ui.parts.page_foot import page_foot
from ui.session import project as open_project

TEXT = lesson_text("clean")


def clean(project: Project) -> None:
    run = cleaning_run(project)
    outcome = outcome_of(project, run) if run else None
    if run is None or outcome is None:
        words = says("clean", "model_read_labels")
        no_model_yet(project, words, key="clean")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        step = cleaning_step()
        if not tour_asks(project, "clean"):
            lock_first(project)
        explained(project, "clean_why", TEXT["why"])
    if step == "predict":
        predict_then_reveal(project, run)
    elif step == "sort":
        sort(project, run)
    elif step == "review":
        cleaning_review(project)
    elif step == "changed":
        what_changed(project, outcome)
    else:
        st.markdown(TEXT["versions"])
        versions_list(project)


def sort(project: Project, run: RunRecord) -> None:
    if not tour_asks(project, "clean"):
        look_first(project)
    cleaning_wall(project, run)
    fix_and_see(project)
    note(f"Judged by: {run_name(run)}.")
    yours = chosen_run(project)
    if yours is not None and yours.id != run.id:
        note(TEXT["companion"].format(model=run_name(yours)))
    if yours is not None:
        offer_newer(project, yours, "clean")


def what_changed(project: Project, outcome: Outcome) -> None:
    undo_last_cleaning(project)
    retrain_and_compare(project, outcome)
    if project.cleaning.last() is not None:
        planted_faults(project)


lesson("clean")
if not needs_pictures(open_project()):
    clean(open_project())
    judging_panel(open_project(), "clean")
    page_foot("clean")
