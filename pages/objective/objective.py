"""Objective: what should happen in the world, before any talk of models. One question at a time."""

import streamlit as st

from core.content import lesson_text, says
from core.drivetrain.card.card import MISSING
from core.drivetrain.plan.plan import Plan, load_plan
from ui.parts.lesson import as_text, lesson, lesson_part, next_part, what_you_saw
from ui.parts.page_foot import page_foot
from ui.plan.example import answered, example_objective, example_of, plan_check
from ui.plan.form import (
    FIELDS,
    PART,
    WHOLE,
    chosen_example,
    example_picker,
    plan_field,
    saved_line,
)
from ui.plan.whole_plan import plan_card
from ui.session import project

QUESTIONS = {asked.short: name for name, asked in FIELDS.items() if asked.short}
PARTS = (*QUESTIONS, WHOLE)


def one_question(name: str) -> None:
    """A question of the plan, with the answer of somebody else beside it; the example of an
    objective comes after the guess, which it would give away."""
    own, others = st.columns([3, 2], gap="large")
    with own:
        if name == "objective":
            plan_check(name)
        plan_field(project(), name)
        saved_line(project())
        next_part(PARTS, part, key=PART)
    with others:
        if name != "objective" or answered(name):
            example_of(chosen_example(), name)


def whole_plan() -> None:
    """All answers as one plan, and a worked one to begin with instead."""
    plan = load_plan(project())
    if plan.has_objective:
        objective = as_text(plan.objective.strip())
        what_you_saw(lesson_text("plan")["saw"].format(objective=objective))
        own_answers(plan)
        plan_card(project())
    st.subheader(says("plan", "how_others_put_it"), anchor=False)
    example_picker(project(), example_objective)


def own_answers(plan: Plan) -> None:
    """What the learner wrote to the other questions, two beside each other."""
    cells = st.grid(2, min_column_width=300, gap="medium")
    for short, name in QUESTIONS.items():
        if name != "objective":
            with cells.cell():
                st.caption(short)
                st.markdown(as_text(getattr(plan, name).strip()) or f":gray[{MISSING}]")


lesson("objective", plan=False)
part = lesson_part(PARTS, key=PART)
if part == WHOLE:
    whole_plan()
else:
    one_question(QUESTIONS[part])
page_foot("objective")
