"""Write from memory first: how well does the model do? Then the report, with the answer in it."""

from __future__ import annotations

import streamlit as st

from core.learning.report.content import report_text
from core.learning.report.facts import Facts
from core.learning.report.recall import keep_recalled, recalled
from core.words import count_of


def recall_first(facts: Facts) -> bool:
    """Ask, or say how it turned out; returns whether the report may be shown."""
    if facts.run is None or facts.valid is None:
        return True
    shown, right = recalled(facts.project, facts.run.id)
    total, correct = len(facts.valid.image_ids), facts.valid.correct
    if not shown:
        _ask(facts, facts.run.id, total)
    elif right is not None:
        st.markdown(_verdict(right, correct, total))
    return shown


def _ask(facts: Facts, run_id: str, total: int) -> None:
    st.subheader("From memory first", anchor=False)
    st.markdown(report_text().recall.format(pictures=count_of(total, "picture")))
    right = st.number_input(
        "Right answers", 0, total, value=None, step=1, key=f"recall_{run_id}", width=220
    )
    with st.container(horizontal=True):
        locked = st.button(
            "That is what I remember", type="primary", disabled=right is None, key="lock_recall"
        )
        skipped = st.button("Show me the report", type="tertiary", key="skip_recall")
    if locked or skipped:
        keep_recalled(facts.project, run_id, None if skipped else right)
        st.rerun()


def _verdict(right: int, correct: int, total: int) -> str:
    if right == correct:
        return f"From memory you wrote **{right} of {total}**, and that is what it was."
    return f"From memory you wrote **{right} of {total}**. It was **{correct}**: look things up."
