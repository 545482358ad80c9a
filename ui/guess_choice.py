"""A guess before the reveal: choose, commit, and only then read what is so."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st


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
