"""Objective: what should happen in the world, before any talk of models."""

import streamlit as st

from core.content import lesson_text
from core.drivetrain.plan.plan import load_plan
from ui.parts.lesson import as_text, lesson, what_you_saw
from ui.parts.page_foot import page_foot
from ui.plan.example import example_objective, plan_check
from ui.plan.form import example_picker, plan_field, saved_line
from ui.plan.whole_plan import plan_card
from ui.session import project

lesson("objective", plan=False)
plan_check("objective")
st.space("small")

own, others = st.columns([3, 2], gap="large")
with own:
    st.subheader("Yours", anchor=False)
    for name in ("objective", "success", "affected", "fear", "really_well"):
        plan_field(project(), name)
    saved_line(project())
with others:
    st.subheader("How others put it", anchor=False)
    example_picker(project(), example_objective)

plan = load_plan(project())
with st.container():  # stands from the start: what comes into it later moves nothing below
    if plan.has_objective:
        objective = as_text(plan.objective.strip())
        what_you_saw(lesson_text("plan")["saw"].format(objective=objective))
        plan_card(project())
page_foot("objective")
