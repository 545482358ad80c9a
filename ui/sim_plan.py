"""Back from a simulator to the learner's own plan."""

from __future__ import annotations

import streamlit as st

from core.drivetrain.plan import load_plan
from core.drivetrain.simulators.content import SimulatorText
from ui.navigation import page_link
from ui.session import project
from ui.shell import as_text


def your_plan(text: SimulatorText) -> None:
    """The question this simulator asks of the learner's plan, beside what stands in it."""
    st.subheader("And in your plan?", anchor=False)
    st.markdown(text.yours)
    plan = load_plan(project())
    for lever in plan.named_levers:
        note = f": {as_text(lever.note)}" if lever.note.strip() else ""
        st.markdown(f"- **{as_text(lever.name)}**{note}")
    if plan.data_need.strip():
        st.markdown(f"Data you meant to collect: {as_text(plan.data_need)}")
    if not plan.named_levers:
        st.caption("Your plan names no lever yet.")
    page_link("levers", "Write it into your plan", primary=True)
