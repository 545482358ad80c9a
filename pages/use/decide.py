"""Decide: from chances and costs to an action for every picture, and what that is worth."""

import streamlit as st

from core.drivetrain.decide.situation import situation
from core.drivetrain.decide.text import decide_text
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import chosen_run, finished_runs
from ui.decide.compare import compare_models
from ui.decide.controls import decide_controls
from ui.decide.example import two_models_example
from ui.decide.keep import keep_decision
from ui.decide.lesson import about_the_model, decide_figures
from ui.decide.rules import pictures_by_action, the_rule
from ui.decide.strategies import guess_strategy, strategies_chart
from ui.decide.worth import what_is_worth_more
from ui.parts.background_work import quick_training
from ui.parts.code_panel import code_panel
from ui.parts.lesson import lesson, needs_pictures, note, what_you_saw
from ui.parts.page_foot import page_foot
from ui.parts.your_model import offer_newer
from ui.plan.costs_form import costs_form
from ui.plan.first import actions_first, matching_first
from ui.session import project


def decide(here: Project) -> None:
    """The learner's own model against the learner's own costs."""
    run = chosen_run(here)
    if run is None:
        st.markdown("There is no trained model yet. Quick training makes one in seconds.")
        quick_training(here, "Train a model now", key="decide_train")
    elif situation(here, run) is None:
        st.info("This model has judged no picture it had not learned from. Train it again.")
        quick_training(here, "Train again", key="decide_train")
    elif not (actions_first(here) or matching_first(here)):
        costs_and_policy(here, run)
        st.subheader("Two models against the same costs", anchor=False)
        compare_models(here, run)


def ready_made(*, expanded: bool) -> None:
    """Two models made for the point, for anybody who has only one."""
    with st.expander("A pair where the more accurate model is the worse one", expanded=expanded):
        two_models_example()


@st.fragment
def costs_and_policy(here: Project, run: RunRecord) -> None:
    """Everything that moves with a slider; only this part runs again."""
    now = situation(here, run)
    if now is None:
        return
    note(about_the_model(now, run))
    offer_newer(here, run, "decide")
    costs_form(here, now.costs)
    decide_controls(here, now.costs)
    every = now.worths
    if not guess_strategy(here, now, every):
        return
    strategies_chart(now, every)
    the_rule(now)
    differs = pictures_by_action(here, now)
    what_you_saw(decide_figures(now, every, differs))
    keep_decision(here, now, every)
    what_is_worth_more(now, every["policy"])


lesson("decide")
if not needs_pictures(project()):
    decide(project())
ready_made(expanded=len(finished_runs(project())) < 2)
code_panel(decide_text().code, key="decide_code")
page_foot("decide")
