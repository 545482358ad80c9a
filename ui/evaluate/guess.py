"""Guess first: which two classes will the model mix up most?"""

from __future__ import annotations

import streamlit as st

from core.evaluation.confusion import Confusion
from core.evaluation.mix_ups import Verdict, guess_choices, verdict
from core.project.guesses import Pair, save_guess, saved_guess
from core.project.project import Project
from core.words import count_of
from ui.parts.lesson import as_text

FEW_CHOICES = 10


def guess_mix_up(project: Project, run_id: str, matrix: Confusion) -> bool:
    """Ask for the guess, or say how it turned out; returns whether the matrix may be shown.
    The guess is kept with the project, so it is asked once for each run."""
    revealed, guess = saved_guess(project, run_id)
    if not revealed:
        _ask(project, run_id, matrix.vocab)
    elif guess is not None:
        st.markdown(_verdict_words(verdict(matrix, guess), matrix.vocab))
    return revealed


def _ask(project: Project, run_id: str, vocab: list[str]) -> None:
    st.subheader(f"Guess first: {_question(vocab)}", anchor=False)
    guess = _choose(run_id, vocab)
    with st.container(horizontal=True):
        if st.button("Lock in my guess", type="primary", disabled=guess is None, key="lock_guess"):
            _reveal(project, run_id, guess)
        if st.button("Show me without a guess", type="tertiary", key="skip_guess"):
            _reveal(project, run_id, None)


def _choose(run_id: str, vocab: list[str]) -> Pair | None:
    choices = {_pair_words(pair, vocab): pair for pair in guess_choices(vocab)}
    question, key = _question(vocab), f"guess_{run_id}"
    if len(choices) <= FEW_CHOICES:
        chosen = st.pills(
            question, list(choices), format_func=as_text, key=key, label_visibility="collapsed"
        )
    else:
        chosen = st.selectbox(
            question, list(choices), index=None, key=key, label_visibility="collapsed"
        )
    return choices[chosen] if chosen else None


def _reveal(project: Project, run_id: str, guess: Pair | None) -> None:
    save_guess(project, run_id, guess)
    st.rerun()


def _question(vocab: list[str]) -> str:
    if len(vocab) == 2:
        return "which mistake will it make more often?"
    return "which two classes will it mix up most?"


def _pair_words(pair: Pair, vocab: list[str]) -> str:
    joined = " called " if len(vocab) == 2 else " and "
    return joined.join(pair)


def _verdict_words(result: Verdict, vocab: list[str]) -> str:
    guessed, most = (as_text(_pair_words(pair, vocab)) for pair in (result.guess, result.most))
    times = count_of(result.times, "time")
    if not result.most_times:
        return f"You guessed **{guessed}**. It mixed up nothing at all on these pictures."
    if result.right:
        return f"You guessed **{guessed}**, and you were right: {times}, more than any other."
    return f"You guessed **{guessed}**: {times}. It was **{most}**: {result.most_times}."
