"""A long lesson in parts: one idea on the screen, and the way to the next one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st


def lesson_part(parts: Sequence[str], key: str) -> str:
    """The part the learner is in, chosen from a row at the top; the first one at first."""
    part = st.segmented_control(
        "Parts of this lesson",
        list(parts),
        default=parts[0],
        required=True,
        wrap=True,
        key=key,
        persist_state="session",
        label_visibility="collapsed",
    )
    return part or parts[0]


def next_part(parts: Sequence[str], part: str, key: str) -> None:
    """A button to the part after this one; nothing after the last."""
    place = parts.index(part) + 1
    if place < len(parts):
        st.button(
            f"Then: {parts[place]}",
            icon=":material/arrow_forward:",
            key=f"{key}_next",
            on_click=_turn_to,
            args=(key, parts[place]),
        )


def _turn_to(key: str, part: str) -> None:
    st.session_state[key] = part
