"""Evaluate: where the model goes wrong, and what that says about the data."""

import streamlit as st

from core.content import says
from core.evaluation.confusion import confusion
from core.evaluation.evidence_sets import part_outcome, since_training
from core.learning.tour.place import tour_asks
from core.project.guesses import MIX_UP, saved_guess
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from core.training.runs import chosen_run, outcome_of, run_name
from core.words import count_of
from ui.evaluate.first_look import (
    guess_mix_up,
    model_scores,
    pair_words,
    scores_row,
    worst_words,
    your_success,
)
from ui.evaluate.sets import about_set, answers_on, choose_set
from ui.evaluate.views import evidence
from ui.parts.background_work import quick_training
from ui.parts.code_panel import judging_panel
from ui.parts.lesson import hint, lesson, needs_pictures, note, what_you_saw
from ui.parts.no_model import no_model_yet, offer_newer
from ui.parts.page_foot import page_foot
from ui.session import project as open_project


def evaluate(project: Project) -> None:
    run = chosen_run(project)
    outcome = outcome_of(project, run) if run else None
    if run is None or outcome is None:
        no_model_yet(project, key="evaluate")
        return
    which_model(project, run)
    valid = part_outcome(project, run, "valid")
    if not valid.image_ids:
        hint(says("evaluate", "model_no_validation"))
    elif saved_guess(project, MIX_UP, run.id).revealed:
        all_evidence(project, run, outcome)
    else:
        with scores_row():
            model_scores(valid)
        your_success(project)
        if not tour_asks(project, "evaluate"):
            st.space("small")
            guess_mix_up(project, run.id, confusion(valid))


def which_model(project: Project, run: RunRecord) -> None:
    offer_newer(project, run, "evaluate")
    since = since_training(project, run)
    if since.any:
        hint(says("evaluate", "since_training", changes=since.in_words), icon="history")
        quick_training(project, says("evaluate", "retrain"), key="evaluate_retrain")


def all_evidence(project: Project, run: RunRecord, outcome: Outcome) -> None:
    figures_row = scores_row()
    with figures_row:
        chosen = choose_set(project, outcome)
    about_set(chosen, run)
    judged = answers_on(project, run, chosen, outcome.vocab)
    if judged is None:
        return
    with figures_row:
        model_scores(judged)
    if chosen.key == "valid" and not tour_asks(project, "evaluate"):
        guess_mix_up(project, run.id, confusion(judged))
    evidence(project, run, chosen, judged)
    what_you_saw(figures(judged))
    your_success(project)
    note(f"{run_name(run)}.")


def figures(judged: Outcome) -> str:
    matrix = confusion(judged)
    wrong = count_of(matrix.total - matrix.correct, "mistake")
    worst = worst_words(judged.top_losses(1)[0])
    return f"{wrong} in {matrix.total} pictures. {pair_words(matrix)} {worst}"


lesson("evaluate")
if not needs_pictures(open_project()):
    evaluate(open_project())
    judging_panel(open_project(), "evaluate")
    page_foot("evaluate")
