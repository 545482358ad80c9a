"""Colours of Streamlit's own parts that are too pale to read, corrected for both themes."""

from pathlib import Path

import streamlit as st

SHEET = Path(__file__).with_name("contrast.css")


def readable_colours() -> None:
    """Add the style sheet; the theme is said on the whole document, for dialogs and menus stand
    outside what Streamlit itself marks with it."""
    theme = st.context.theme.type or "light"
    st.html(f"<style>:root {{ color-scheme: {theme}; }}</style>")
    st.html(SHEET)
