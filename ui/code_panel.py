"""*Show the code*: what is on the screen, as code that runs in a notebook."""

from __future__ import annotations

import streamlit as st


def code_panel(code: str, key: str, note: str = "") -> None:
    """A closed panel with runnable code, and `note` (Markdown) below it."""
    with st.expander("Show the code", icon=":material/code:", key=key):
        st.code(code, language="python", wrap_lines=False)
        if note:
            st.caption(note)
