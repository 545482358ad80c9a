"""Two games about expectations: too little or too much, and which project to start with."""

import streamlit as st

from core.learning.possible.possible import possible
from core.project.project import Project
from ui.parts.guess import guess_choice, verdict
from ui.start.time_card import time_card

VERDICTS = ("too little", "too much")


def estimates() -> None:
    """One sentence at a time: does it expect too little of deep learning, or too much?"""
    sayings = possible().estimates
    number = st.segmented_control(
        "Sentence",
        range(1, len(sayings) + 1),
        default=1,
        required=True,
        key="saying",
        persist_state="session",
        label_visibility="collapsed",
    )
    saying = sayings[(number or 1) - 1]
    st.subheader(saying.says, anchor=False)
    options = [f"Expects {name}" for name in VERDICTS]
    guess = guess_choice("What is wrong with it?", options, key=f"saying_{number}")
    if guess is not None:
        right = VERDICTS[guess] == saying.verdict
        verdict(right, f"It expects **{saying.verdict}**. {saying.because}")


def choose_project(own: Project) -> None:
    """Pick a project to start with; after the guess come the rules, and how `own` keeps one."""
    text = possible().projects
    guess = guess_choice(text.prompt, [one.text for one in text.options], key="first_project")
    if guess is None:
        return
    verdict(guess == text.right, text.options[guess].because)
    if guess != text.right:
        best = text.options[text.right]
        st.markdown(f"**Better:** {best.text}. {best.because}")
    st.markdown("\n".join(f"{number}. {rule}" for number, rule in enumerate(text.rules, 1)))
    st.space("small")
    st.subheader("How do you share your time?", anchor=False)
    time_card(own, guess=True)
