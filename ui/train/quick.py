"""Seconds: guess, train the quick model, see how it did."""

import streamlit as st

from core.project.project import Project
from core.project.records import RunRecord
from core.training.quick.head import LEAST_SQUARES
from core.training.runs import (
    chance_level,
    finished_runs,
    guess_about,
    keep_guess,
    last_guess,
)
from ui.parts.background_work import quick_training
from ui.train.quick_views import quick_views
from ui.train.run_result import run_result


def latest(project: Project, kind: str) -> RunRecord | None:
    """The latest finished run of a kind ("quick" or "finetune")."""
    return next((run for run in finished_runs(project) if run.kind == kind), None)


def quick_card(project: Project) -> None:
    """A guess, a button, a result."""
    st.subheader("In seconds", anchor=False)
    st.markdown(
        "A body that has already seen a million pictures looks at yours; only a new last layer "
        "learns your classes."
    )
    run = latest(project, "quick")
    _guess(project)
    quick_views(project)
    quick_training(project, "Train again" if run else "Train", key="train_quick")
    if run is not None:
        run_result(project, run, guess_about(project, run))
        _fitted(run)


def _fitted(run: RunRecord) -> None:
    """A word where so many classes had to learn that the last layer was fitted another way."""
    if run.settings.get("head") == LEAST_SQUARES:
        st.caption(
            "With so many pictures and classes, its last layer was fitted by least squares, in "
            "one step: logistic regression would take minutes."
        )


def _guess(project: Project) -> None:
    valid = len(project.dataset.images(split="valid"))
    if valid < 1:
        return
    chance = chance_level(valid, sum(count > 0 for count in project.dataset.classes().values()))
    key = f"guess_{project.id}_{valid}"
    st.slider(
        f"Guess first: how many of the {valid} validation pictures will it get right? "
        f"Pure chance gives about {chance}.",
        0,
        valid,
        min(valid, last_guess(project) or chance),
        key=key,
        persist_state="session",
        on_change=lambda: keep_guess(project, st.session_state[key]),
    )
