"""How far the edges of the learner's pictures give their class away: a guess, then the measure."""

from __future__ import annotations

import streamlit as st

from core.gather.bias_text import bias_text
from core.gather.border_rule import BorderRule, border_rule
from core.project.project import Project
from ui.shell import what_you_saw

_GUESSES = (0.2, 0.4, 0.6, 0.8)


def measure_the_border(project: Project) -> None:
    """The learner guesses what a rule scores that sees only edges; then it is measured."""
    st.markdown(bias_text().border.ask)
    guess = st.segmented_control(
        "Your guess",
        _GUESSES,
        format_func=lambda share: f"about {share:.0%}",
        key=f"border_guess_{project.id}",
        label_visibility="collapsed",
    )
    if guess is None:
        return
    with st.spinner("Looking at the edges of your pictures …"):
        rule = border_rule(project)
    if rule is None:
        st.caption("That needs two classes with ten pictures each.")
    else:
        what_you_saw(_told(rule, guess))


def _told(rule: BorderRule, guess: float) -> str:
    words = {
        "none": bias_text().border.none,
        "some": bias_text().border.some,
        "much": bias_text().border.much,
    }[rule.strength]
    near = abs(guess - rule.share) <= 0.1
    opening = "You were close." if near else f"You guessed {guess:.0%}."
    return f"{opening} {words.format(share=rule.share, chance=rule.chance)}"
