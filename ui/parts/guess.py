"""Predict, then reveal: choose, lock the guess in or skip it, and only then read what is so."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from core.project.guesses import Guess, Question, save_guess, saved_guess
from core.project.project import Project

T = TypeVar("T")


def guess_choice(prompt: str, options: Sequence[str], *, key: str) -> int | None:
    """Ask; returns the position of what the learner chose, or None while they have not."""
    return st.radio(
        f"**{prompt}**",
        range(len(options)),
        format_func=options.__getitem__,
        index=None,
        key=key,
        persist_state="session",
    )


def verdict(right: bool, because: str) -> None:
    """Say whether the guess holds, in words as well as in colour, and why."""
    if right:
        st.success(f"**Yes.** {because}", icon=":material/check:")
    else:
        st.info(f"**Not quite.** {because}", icon=":material/close:")


def guess_first(
    project: Project,
    question: Question[T],
    ask: Callable[[], T | None],
    about: str = "",
    *,
    key: str,
    lock: str = "Lock in my guess",
    skip: str = "Show me without a guess",
) -> Guess[T]:
    """Return the guess that is kept with the project; where there is none, ask for it.

    `ask` draws the question and returns the choice, None while there is none. The buttons under
    it are `lock_{key}` and `skip_{key}`.
    """
    guess = saved_guess(project, question, about)
    if guess.revealed:
        return guess
    choice = ask()
    with st.container(horizontal=True):
        locked = st.button(lock, type="primary", disabled=choice is None, key=f"lock_{key}")
        skipped = st.button(skip, type="tertiary", key=f"skip_{key}")
    if skipped or (locked and choice is not None):
        save_guess(project, question, None if skipped else choice, about)
        st.rerun()
    return guess


def guess_pills(question: str, choices: Mapping[T, str], *, key: str) -> T | None:
    """Ask under a heading, with a pill for each choice (value → Markdown)."""
    st.subheader(f"Guess first: {question}", anchor=False)
    return st.pills(
        question,
        list(choices),
        format_func=choices.__getitem__,
        wrap=True,
        key=key,
        label_visibility="collapsed",
    )
