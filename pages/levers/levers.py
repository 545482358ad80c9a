"""Levers: actions the learner really has, then the data and the models that serve them."""

import streamlit as st

from core.drivetrain.plan.plan import load_plan
from ui.parts.fold import fold
from ui.parts.lesson import lesson, note
from ui.parts.page_foot import page_foot
from ui.plan.card import plan_card
from ui.plan.costs_form import costs_form
from ui.plan.example import example_levers, plan_check
from ui.plan.form import example_picker, lever_rows, plan_field, saved_line
from ui.plan.review import plan_chain, plan_review
from ui.session import project

lesson("levers")
plan_check("levers")
st.space("small")

st.subheader("What you can do", anchor=False)
lever_rows(project())

st.subheader("What a mistake costs", anchor=False)
if project().dataset.classes():
    costs_form(project(), expanded=True)
else:
    note(
        "Costs are for an action and what a picture really shows. Name classes on Gather, or start "
        "from a worked plan below."
    )

st.subheader("What you know, and what you would need", anchor=False)
have, need = st.columns(2, gap="large")
with have:
    plan_field(
        project(),
        "data_have",
        "Data you have",
        "Pictures, counts, log books. Where do they come from?",
    )
with need:
    plan_field(
        project(),
        "data_need",
        "Data you would have to collect",
        "What shows how a lever changes the outcome? Pictures like those you will really meet?",
    )
plan_field(
    project(),
    "models",
    "Models you might build",
    "What would a model have to tell you, so that you know which lever to pull?",
)
saved_line(project())

st.subheader("Your line of reasoning", anchor=False)
plan_chain(load_plan(project()))
st.caption(
    "Read it from left to right. Levers come before data, because only a lever says which data "
    "matter; the models come last, because all they do is help to choose between levers."
)
plan_review(project(), "levers")
plan_card(project())
fold("How others put it", "others", lambda: example_picker(project(), example_levers))
page_foot("levers")
