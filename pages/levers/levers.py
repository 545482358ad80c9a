"""Levers: actions the learner really has, then the data and the models that serve them."""

import streamlit as st

from core.content import lesson_text, says
from core.drivetrain.plan.plan import load_plan
from ui.parts.fold import fold
from ui.parts.lesson import lesson, note
from ui.parts.page_foot import page_foot
from ui.plan.example import example_levers, plan_check
from ui.plan.form import example_picker, lever_rows, plan_field, saved_line
from ui.plan.whole_plan import plan_card, plan_chain, plan_review
from ui.session import project

TEXT = lesson_text("plan")

lesson("levers")
plan_check("levers")
st.space("small")

st.subheader(says("plan", "what_you_can_do"), anchor=False)
lever_rows(project())
note(TEXT["costs_later"])

st.subheader(says("plan", "what_know_what"), anchor=False)
have, need = st.columns(2, gap="large")
with have:
    plan_field(project(), "data_have")
with need:
    plan_field(project(), "data_need")
plan_field(project(), "models")
saved_line(project())

st.subheader(says("plan", "your_line_of_reasoning"), anchor=False)
plan_chain(load_plan(project()))
st.caption(TEXT["chain"])
plan_review(project(), "levers")
plan_card(project())
fold(says("plan", "how_others_put_it"), "others", lambda: example_picker(project(), example_levers))
page_foot("levers")
