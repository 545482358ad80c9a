"""The plan on one page, to take along: for the wall, and as text."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from core.drivetrain.card.card import card, card_document
from core.drivetrain.card.markdown import as_markdown
from core.project.project import Project


def plan_card(project: Project) -> None:
    """Offer the drivetrain card as PDF and Markdown; each is made when it is asked for."""
    with st.container(border=True):
        st.markdown(
            "**Your plan on one page**, with costs, decision and results as far as you have them."
        )
        with st.container(horizontal=True):
            _download("PDF for the wall", lambda: _pdf(project), "pdf", "application/pdf")
            _download("Markdown", lambda: _markdown(project), "md", "text/markdown")


def _download(label: str, contents: Callable[[], bytes], ending: str, mime: str) -> None:
    st.download_button(
        label,
        contents,
        file_name=f"drivetrain-card.{ending}",
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"card_{ending}",
    )


def _markdown(project: Project) -> bytes:
    return as_markdown(card_document(card(project, date.today()))).encode()


def _pdf(project: Project) -> bytes:
    """The printed card; fpdf2 takes 0.3 s to import, which no page waits for."""
    from core.drivetrain.card.pdf import card_pdf

    return card_pdf(card(project, date.today()))
