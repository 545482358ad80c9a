"""Evaluate: where the model goes wrong, and what that says about the data."""

from __future__ import annotations

import streamlit as st

from core.evaluation.confusion import Confusion, confusion
from core.evaluation.lesson_text import lesson_text
from core.evaluation.run_outcome import outcome_of
from core.evaluation.since_run import since_run
from core.evaluation.top_losses import top_losses
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from core.training.runs import chosen_run, finished_runs
from ui.confusion_explorer import confusion_explorer
from ui.evidence_card import evidence_cards
from ui.guess_mix_up import guess_mix_up
from ui.judging_code import judging_panel
from ui.mistakes_in_words import pair_words, worst_words
from ui.model_scores import model_scores
from ui.questions_here import questions_here
from ui.quick_here import quick_training
from ui.run_words import count_of, run_name, since_words
from ui.session import project as open_project
from ui.shell import lesson, needs_pictures, next_step, note, what_you_saw

TEXT = lesson_text("evaluate")


def evaluate(project: Project) -> None:
    run = chosen_run(project)
    outcome = outcome_of(project, run) if run else None
    if run is None or outcome is None:
        st.markdown("There is no trained model yet. Quick training makes one in seconds.")
        quick_training(project, "Train a model now", key="evaluate_train")
        return
    which_model_on_which_data(project, run, outcome)
    valid = outcome.part("valid")
    if not valid.image_ids:
        st.info("This model has no validation pictures to be judged by. Train it again.")
        return
    model_scores(project, valid)
    st.space("small")
    matrix = confusion(valid)
    if guess_mix_up(project, run.id, matrix):
        mistakes(project, valid, matrix)
        what_you_saw(figures(valid, matrix))


def which_model_on_which_data(project: Project, run: RunRecord, outcome: Outcome) -> None:
    note(f"{run_name(run)}. Judged on validation pictures, which it was not trained on.")
    if run.id != finished_runs(project)[0].id:
        note("You chose this model on the Train page. A newer one has been trained since.")
    since = since_run(outcome, project.images())
    if since.any:
        st.warning(f"Since this training: {since_words(since)}. Retrain to see what that changes.")
        quick_training(project, "Retrain", key="evaluate_retrain")


def mistakes(project: Project, valid: Outcome, matrix: Confusion) -> None:
    st.subheader("What was called what", anchor=False)
    note(TEXT["matrix"])
    confusion_explorer(project, valid, matrix)
    st.subheader("Top losses", anchor=False)
    note(TEXT["losses"])
    evidence_cards(project, top_losses(valid), valid.vocab)


def figures(valid: Outcome, matrix: Confusion) -> str:
    wrong = count_of(matrix.total - matrix.correct, "mistake")
    worst = worst_words(top_losses(valid, 1)[0])
    return f"{wrong} in {matrix.total} pictures. {pair_words(matrix)} {worst}"


lesson("Evaluate", "Where is the model wrong, and what does that say about your pictures?")
if not needs_pictures(open_project()):
    evaluate(open_project())
    judging_panel(open_project(), "evaluate")
    questions_here("evaluate")
    next_step("clean", "see whether the worst pictures carry a wrong label.")
