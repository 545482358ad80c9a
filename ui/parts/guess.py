"""A guess before the reveal: choose, commit, and only then read what is so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from core.drivetrain.simulators.content import simulators_text
from core.drivetrain.simulators.guesses import save_guess, saved_guess
from core.project.project import Project


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


def guessed(project: Project, simulator: str, name: str, right: Callable[[], str]) -> bool:
    """Ask for the guess, or say how it turned out; returns whether the answer may be shown.

    `right` is the key of the right choice; it is only asked for once the guess is made.
    """
    revealed, guess = saved_guess(project, simulator, name)
    if not revealed:
        _ask(project, simulator, name)
        return False
    if guess is not None:
        _verdict(simulator, name, guess, right())
    return True


def _ask(project: Project, simulator: str, name: str) -> None:
    guess = simulators_text().simulators[simulator].guesses[name]
    st.subheader(f"Guess first: {guess.question}", anchor=False)
    key = f"guess_{simulator}_{name}"
    choice = st.pills(
        guess.question,
        list(guess.choices),
        format_func=lambda each: guess.choices[each],
        wrap=True,
        key=key,
        label_visibility="collapsed",
    )
    with st.container(horizontal=True):
        st.button(
            "Lock in my guess",
            type="primary",
            disabled=choice is None,
            key=f"lock_{simulator}_{name}",
            on_click=save_guess,
            args=(project, simulator, name, choice),
        )
        st.button(
            "Show me without a guess",
            type="tertiary",
            key=f"skip_{simulator}_{name}",
            on_click=save_guess,
            args=(project, simulator, name, None),
        )


def _verdict(simulator: str, name: str, guess: str, right: str) -> None:
    choices = simulators_text().simulators[simulator].guesses[name].choices
    if guess == right:
        st.markdown(f"You guessed **{choices[guess]}**. At these settings that is right.")
        return
    answer = f"At these settings the answer is **{choices[right]}**."
    st.markdown(f"You guessed **{choices[guess]}**. {answer}")
