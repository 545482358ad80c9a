"""On Predict: the action for this picture, not only its class."""

from __future__ import annotations

import streamlit as st

from core.drivetrain.policy import ActionAdvice, action_for
from core.production.predictor import Prediction
from core.project.project import Project
from ui.decide_words import amount, chance
from ui.navigation import page_link
from ui.shell import as_text


def action_advice(project: Project, prediction: Prediction) -> bool:
    """Show what the learner's decision says to do, or the way to make one; returns whether there
    is a decision to follow."""
    advice = action_for(project, prediction.probs)
    if advice is None:
        page_link("decide", "Decide what to do about each picture", primary=True)
        return False
    with st.container(border=True):
        st.markdown("Your decision says")
        st.subheader(as_text(advice.action), anchor=False)
        st.markdown(_why(advice))
        if advice.other_model:
            st.caption("You decided for another model than this one.")
            page_link("decide", "Decide again", primary=True)
    return True


def _why(advice: ActionAdvice) -> str:
    costs = ", ".join(
        f"“{as_text(action)}” {amount(cost, advice.unit)}"
        for action, cost in sorted(advice.costs.items(), key=lambda pair: pair[1])
    )
    chances = ", ".join(
        f"{as_text(name)} {chance(share)}"
        for name, share in sorted(advice.chances.items(), key=lambda pair: -pair[1])[:4]
    )
    differs = (
        ""
        if advice.action == advice.usual
        else f" The likeliest class alone would have asked for “{as_text(advice.usual)}”."
    )
    return f"On average: {costs}.{differs} Real-life chances: {chances}."
