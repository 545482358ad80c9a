"""Decide: from chances and costs to an action for every picture, and what that is worth.

The first part holds one decision and its price beside the alternatives; the rest are steps.
"""

import streamlit as st

from core.content import says
from core.drivetrain.decide.situation import Change, Situation, situation
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
from ui.decide.since import since_decided, step_marks
from ui.decide.strategies import guess_strategy, guessed_strategy, strategies_chart
from ui.decide.worth import what_is_worth_more
from ui.parts.background_work import quick_training
from ui.parts.code_panel import code_panel
from ui.parts.lesson import (
    hint,
    lesson,
    lesson_part,
    needs_pictures,
    next_part,
    note,
    what_you_saw,
)
from ui.parts.no_model import no_model_yet, offer_newer
from ui.parts.page_foot import page_foot
from ui.plan.costs_form import costs_form
from ui.plan.first import actions_first, matching_first
from ui.session import project

PRICE, RULE, PICTURES, WORTH, TWO = PARTS = (
    "Your decision",
    "Why this rule",
    "Your pictures",
    says("decide", "what_worth_more"),
    "Two models",
)


COSTS: frozenset[Change] = frozenset({"costs", "often", "looks"})
ALL: frozenset[Change] = COSTS | {"model", "pictures"}
RESTS_ON = {PRICE: ALL, RULE: COSTS, PICTURES: ALL, WORTH: ALL, TWO: ALL}


def decide(here: Project) -> None:
    """The learner's own model against the learner's own costs."""
    run = chosen_run(here)
    if run is None:
        no_model_yet(here, key="decide")
        ready_made(expanded=True)
    elif (now := situation(here, run)) is None:
        hint(says("decide", "model_judged_no"))
        quick_training(here, says("decide", "train_again"), key="decide_train")
    elif not (actions_first(here) or matching_first(here)):
        shown = step_marks(here, now, RESTS_ON)
        part = lesson_part(PARTS, key="decide_part", shown=shown)
        if part == TWO:
            since_decided(here, now, RESTS_ON[TWO])
            two_models(here, run)
        else:
            costs_and_policy(here, run, part, shown)
        next_part(PARTS, part, key="decide_part")


def two_models(here: Project, run: RunRecord) -> None:
    """The learner's own two against the same costs, or a pair made for the point."""
    compare_models(here, run)
    ready_made(expanded=len(finished_runs(here)) < 2)


def ready_made(*, expanded: bool) -> None:
    """Two models made for the point, for anybody who has only one."""
    with st.expander(says("decide", "pair_where_more"), expanded=expanded):
        two_models_example()


@st.fragment
def costs_and_policy(here: Project, run: RunRecord, part: str, shown: dict[str, str]) -> None:
    """Everything that moves with a slider; only this part runs again, but where that changes the
    signs that are shown at the steps."""
    now = situation(here, run)
    if now is None:
        return
    if step_marks(here, now, RESTS_ON) != shown:
        st.rerun()
    decide_controls(here, now.costs)
    since_decided(here, now, RESTS_ON[part])
    if part == PRICE:
        your_decision(here, run, now)
    elif not guessed_strategy(here):
        note(says("decide", "guess_first", part=PRICE))
    elif part == RULE:
        the_rule(now)
    elif part == PICTURES:
        pictures_by_action(here, now)
    else:
        what_is_worth_more(now, now.worths["policy"])


def your_decision(here: Project, run: RunRecord, now: Situation) -> None:
    """The price of the rule beside that of the others, after a guess; then it can be kept."""
    offer_newer(here, run, "decide")
    if guess_strategy(here, now, now.worths):
        strategies_chart(now, now.worths)
        what_you_saw(decide_figures(now, now.worths, len(now.changed)))
        keep_decision(here, now, now.worths)
    costs_form(here, now.costs)
    note(about_the_model(now, run))


lesson("decide")
if needs_pictures(project()):
    ready_made(expanded=True)
else:
    decide(project())
code_panel(decide_text().code, key="decide_code")
page_foot("decide")
