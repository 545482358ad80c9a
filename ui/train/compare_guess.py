"""Guess which run is better before the figures show; the guess is kept, and answered."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.evaluation.runs.comparison import RunComparison
from core.evaluation.runs.comparison_guess import CANNOT_TELL, save_guess, saved_guess
from core.project.project import Project
from ui.parts.guess import guess_choice, verdict
from ui.parts.lesson import as_text
from ui.train.compare_words import guess_options, guess_verdict


def guessed(project: Project, about: str, names: Sequence[str], prompt: str) -> bool:
    """Whether the learner has committed to a guess, or to none; else asks for it."""
    revealed, _ = saved_guess(project, about)
    if revealed:
        return True
    options = [as_text(option) for option in guess_options(names)]
    choice = guess_choice(prompt, options, key=f"guess_{about}")
    with st.container(horizontal=True):
        st.button(
            "Lock in my guess",
            type="primary",
            disabled=choice is None,
            key=f"lock_{about}",
            on_click=save_guess,
            args=(project, about, _place(choice, names)),
        )
        st.button(
            "Show me without a guess",
            type="tertiary",
            key=f"skip_{about}",
            on_click=save_guess,
            args=(project, about, None),
        )
    return False


def answer_guess(project: Project, about: str, comparison: RunComparison) -> None:
    """Say whether the guess holds; nothing for who made none."""
    _, choice = saved_guess(project, about)
    if choice is not None:
        verdict(*guess_verdict(choice, comparison))


def _place(choice: int | None, names: Sequence[str]) -> int | None:
    return CANNOT_TELL if choice == len(names) else choice
