"""Objective: what should happen in the world, before any talk of models."""

import streamlit as st

from core.drivetrain.plan.plan import load_plan
from ui.parts.lesson import as_text, lesson, what_you_saw
from ui.parts.page_foot import page_foot
from ui.plan.card import plan_card
from ui.plan.example import example_objective, plan_check
from ui.plan.form import example_picker, plan_field, saved_line
from ui.session import project

lesson("objective", plan=False)
plan_check("objective")
st.space("small")

own, others = st.columns([3, 2], gap="large")
with own:
    st.subheader("Yours", anchor=False)
    plan_field(
        project(),
        "objective",
        "What do you want to happen?",
        "Not “recognise …”, but what should be different afterwards, for whom.",
    )
    plan_field(
        project(),
        "success",
        "How would you know that it worked?",
        "What would you count, before and after? How much change would be enough?",
    )
    plan_field(
        project(),
        "affected",
        "Who is affected, and by which mistake most?",
        "Who gains, who is bothered, who could be hurt when the model is wrong?",
    )
    plan_field(
        project(),
        "fear",
        "Which failure do you fear most?",
        "Not a low figure, but a day on which something goes wrong. What happened?",
    )
    plan_field(
        project(),
        "really_well",
        "What if it went really, really well?",
        "Everybody uses it, and it is always right. What do people do then, what do they stop?",
    )
    saved_line(project())
with others:
    st.subheader("How others put it", anchor=False)
    example_picker(project(), example_objective)

plan = load_plan(project())
with st.container():  # stands from the start: what comes into it later moves nothing below
    if plan.has_objective:
        what_you_saw(
            f"You want this to happen:\n\n**{as_text(plan.objective.strip())}**\n\nNothing in it "
            "has to be about pictures or models. Every later page shows it, so that each figure "
            "can be held against it."
        )
        plan_card(project())
page_foot("objective")
