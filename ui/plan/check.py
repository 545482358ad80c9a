"""A question to answer before the page explains anything."""

from __future__ import annotations

import streamlit as st

from core.drivetrain.plan.checks import plan_checks


def plan_check(page_key: str) -> None:
    """Ask the page's question; once the learner has chosen, say what their choice means."""
    check = plan_checks()[page_key]
    chosen = st.pills(
        f"**{check.ask}**",
        [choice.text for choice in check.choices],
        key=f"plan_check_{page_key}",
        persist_state="session",
    )
    if chosen is None:
        st.caption("Guess first: choose one.")
        return
    choice = check.choice(chosen)
    mark = ":material/check_circle:" if choice.right else ":material/undo: Not this one."
    st.markdown(f"{mark} {choice.says}")
