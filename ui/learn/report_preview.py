"""The report as its readers will see it, on the page: the same HTML and the same look."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.learning.report.as_html import article, blocks, style
from core.learning.report.blocks import Block, Document

PAPER_PX = 720
_SCRIPT = """
export default function ({ parentElement, data }) {
  if (data) parentElement.querySelector(".paper").innerHTML = data.html
}
"""
_PAPER = st.components.v2.component(
    "report_paper", html='<div class="paper"></div>', css=style(), js=_SCRIPT
)


def whole_paper(document: Document) -> None:
    """The whole text, to read."""
    _PAPER(data={"html": article(document)}, key=f"paper_{document.kind}")


def paper_of(some: Sequence[Block], key: str) -> None:
    """Some blocks of it, between fields to write in."""
    _PAPER(data={"html": f"<div class='report part'>{blocks(some)}</div>"}, key=f"paper_{key}")
