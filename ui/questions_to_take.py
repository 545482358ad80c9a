"""Downloads: the questions with the learner's answers as Markdown, and as a deck for Anki."""

from __future__ import annotations

import streamlit as st

from core.learning.catalogue import Catalogue
from core.learning.progress import Answers
from core.learning.take_along import anki_deck, as_markdown


def questions_to_take(book: Catalogue, answers: Answers) -> None:
    """Two files, made only when asked for."""
    with st.expander("Take the questions with you"), st.container(horizontal=True):
        st.download_button(
            "For Anki, with your marks as tags",
            lambda: anki_deck(book.items, answers),
            "drivetrain-lab.apkg",
            "application/octet-stream",
            on_click="ignore",
            icon=":material/download:",
            key="take_anki",
            help="Import it in Anki with File, Import. Importing again updates the cards.",
        )
        st.download_button(
            "As Markdown, with your answers and marks",
            lambda: as_markdown(book.items, answers),
            "questions.md",
            "text/markdown",
            on_click="ignore",
            icon=":material/download:",
            key="take_markdown",
        )
