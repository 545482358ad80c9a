"""Worked examples on screen: the tempting start, why it fails, and a better one."""

from __future__ import annotations

import streamlit as st

from core.drivetrain.examples import PlanExample


def example_objective(example: PlanExample) -> None:
    """Show an example's objective beside the tempting one that is none."""
    with st.container(border=True):
        st.markdown(f"_{example.problem}_")
        st.markdown(f":material/close: ~~{example.not_this}~~")
        st.caption(example.because)
        st.markdown(f":material/check: **{example.plan.objective}**")
        st.markdown(f"**How they would know:** {example.plan.success}")
        st.markdown(f"**Who is affected:** {example.plan.affected}")


def example_levers(example: PlanExample) -> None:
    """Show what an example can do, what it knows, and what it would have to find out."""
    with st.container(border=True):
        st.markdown(f"**Objective:** {example.plan.objective}")
        rows = [f"- **{lever.name}.** {lever.note}" for lever in example.plan.levers]
        st.markdown("\n".join(["**Levers**", "", *rows]))
        st.markdown(f"**Data they need:** {example.plan.data_need}")
        st.markdown(f"**Models:** {example.plan.models}")
