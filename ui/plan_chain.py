"""Objective, levers, data, models: one line of reasoning in the learner's own words."""

from __future__ import annotations

import streamlit as st

from core.drivetrain.plan import Plan
from ui.shell import as_text


def plan_chain(plan: Plan) -> None:
    """Show the four parts side by side, in the order in which they follow from each other."""
    levers = [lever.name.strip() for lever in plan.named_levers]
    links = (
        ("1 Objective", "What I want to happen", plan.objective),
        ("2 Levers", "What I can do about it", " · ".join(levers)),
        ("3 Data", "What would show what a lever does", plan.data_need),
        ("4 Models", "What tells me which lever to pull", plan.models),
    )
    for column, link in zip(st.columns(4, gap="medium"), links, strict=True):
        with column:
            _link(*link)


def _link(title: str, meaning: str, words: str) -> None:
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{title}**")
        st.caption(meaning)
        st.markdown(as_text(words.strip()) or ":gray[Not written yet.]")
