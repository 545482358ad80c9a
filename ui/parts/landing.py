"""Buttons that open another part of a page lead to its top."""

import streamlit as st

_AT = "_landing"


def land_on(key: str) -> None:
    """In a callback: have the browser go to the widget or container with this key once the page is
    drawn, for the press was somewhere below it."""
    _, turn = landing()
    st.session_state[_AT] = (key, turn + 1)


def landing() -> tuple[str, int]:
    """The key to land on, and how many landings there were in this session; ("", 0) at first."""
    found: tuple[str, int] = st.session_state.get(_AT, ("", 0))
    return found
