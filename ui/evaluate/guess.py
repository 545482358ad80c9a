"""Guess first: which two classes will the model mix up most?"""

import streamlit as st

from core.evaluation.confusion import Confusion
from core.evaluation.mix_ups import Verdict, guess_choices, verdict
from core.project.guesses import MIX_UP, Pair
from core.project.project import Project
from core.words import count_of, listed
from ui.parts.guess import guess_first, guess_pills
from ui.parts.lesson import as_text

FEW_CHOICES = 10


def guess_mix_up(project: Project, run_id: str, matrix: Confusion) -> bool:
    """Ask for the guess, or say how it turned out; returns whether the matrix may be shown.
    The guess is kept with the project, so it is asked once for each run."""
    vocab = matrix.vocab
    guess = guess_first(project, MIX_UP, lambda: _ask(run_id, vocab), run_id, key="guess")
    if guess.choice in guess_choices(vocab):
        st.markdown(_verdict_words(verdict(matrix, guess.choice), vocab))
    return guess.revealed


def _ask(run_id: str, vocab: list[str]) -> Pair | None:
    question, key = _question(vocab), f"guess_{run_id}"
    choices = {pair: _pair_words(pair, vocab) for pair in guess_choices(vocab)}
    if len(choices) <= FEW_CHOICES:
        return guess_pills(
            question, {pair: as_text(said) for pair, said in choices.items()}, key=key
        )
    st.subheader(f"Guess first: {question}", anchor=False)
    return st.selectbox(
        question,
        list(choices),
        index=None,
        format_func=choices.__getitem__,
        key=key,
        label_visibility="collapsed",
    )


def _question(vocab: list[str]) -> str:
    if len(vocab) == 2:
        return "which mistake will it make more often?"
    return "which two classes will it mix up most?"


def _pair_words(pair: Pair, vocab: list[str]) -> str:
    joined = " called " if len(vocab) == 2 else " and "
    return joined.join(pair)


def _verdict_words(result: Verdict, vocab: list[str]) -> str:
    guessed = f"You guessed **{as_text(_pair_words(result.guess, vocab))}**"
    others = listed([f"**{as_text(_pair_words(pair, vocab))}**" for pair in result.as_often])
    times = count_of(result.times, "time")
    if not result.most_times:
        return f"{guessed}. It mixed up nothing at all on these pictures."
    if not result.right:
        each = " each" if len(result.as_often) > 1 else ""
        return f"{guessed}: {times}. It was {others}: {result.most_times}{each}."
    if result.as_often:
        return f"{guessed}: {times}. That is a tie: just as often it was {others}."
    return f"{guessed}, and you were right: {times}, more than any other."
