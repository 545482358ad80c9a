"""Write from memory first: how well does the model do? Then the report, with the answer in it."""

import streamlit as st

from core.learning.report.content import report_text
from core.learning.report.facts import Facts
from core.project.guesses import CORRECT
from core.words import count_of
from ui.parts.guess import guess_first


def recall_first(facts: Facts) -> bool:
    """Ask, or say how it turned out; returns whether the report may be shown."""
    if facts.run is None or facts.valid is None:
        return True
    pictures, key = len(facts.valid.image_ids), f"recall_{facts.run.id}"
    guess = guess_first(
        facts.project,
        CORRECT,
        lambda: _ask(pictures, key),
        facts.run.id,
        key="recall",
        lock="That is what I remember",
        skip="Show me the report",
    )
    if guess.choice is not None:
        st.markdown(_verdict(guess.choice, facts.valid.correct, pictures))
    return guess.revealed


def _ask(pictures: int, key: str) -> int | None:
    st.subheader("From memory first", anchor=False)
    st.markdown(report_text().recall.format(pictures=count_of(pictures, "picture")))
    return st.number_input("Right answers", 0, pictures, value=None, step=1, key=key, width=220)


def _verdict(right: int, correct: int, total: int) -> str:
    if right == correct:
        return f"From memory you wrote **{right} of {total}**, and that is what it was."
    return f"From memory you wrote **{right} of {total}**. It was **{correct}**: look things up."
