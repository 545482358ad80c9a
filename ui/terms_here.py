"""Words of a text, each opening its meaning in place."""

from __future__ import annotations

import streamlit as st

from core.learning.glossary import Term, glossary
from ui.navigation import page_link


def terms_here(text: str) -> None:
    """A quiet row of the glossary's terms in a text; a click opens what one means, right here."""
    terms = glossary().terms_in(text)
    if not terms:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption("Words:", width="content")
        for entry in terms:
            _term(entry)


def _term(entry: Term) -> None:
    with st.popover(entry.term, type="tertiary"):
        st.markdown(entry.meaning)
        if entry.code:
            st.caption(f"In code: `{entry.code}`")
        page_link("glossary", "More in the glossary", term=entry.term)
