"""The report to write in: facts as they stand, and a field wherever only the learner can tell."""

from collections.abc import Iterator, Sequence
from typing import Any

import streamlit as st

from core.drivetrain.card.blocks import Block, Document, Gap, Own, Section
from core.learning.report.as_html import article, blocks, style
from core.learning.report.content import LONGEST, report_text, save_words
from core.project.project import Project
from ui.navigation import page_link
from ui.parts.lesson import as_text
from ui.parts.typed import kept_while_typed

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


def paper(html: str, key: str) -> None:
    """A text that our own writer made before, to read."""
    _PAPER(data={"html": html}, key=f"paper_{key}")


def paper_of(some: Sequence[Block], key: str) -> None:
    """Some blocks of it, between fields to write in."""
    _PAPER(data={"html": f"<div class='report part'>{blocks(some)}</div>"}, key=f"paper_{key}")


def write_here(project: Project, document: Document, title: Own) -> None:
    """The title's field, then every section with its facts and fields."""
    _field(project, title)
    for section in document.sections:
        st.subheader(as_text(section.title), anchor=False)
        _section(project, section)


def gap_link(gap: Gap) -> None:
    """What is not there yet, as a link to where to get it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/more_horiz: {as_text(gap.says)}", width="content")
        page_link(gap.page, primary=True)


def _section(project: Project, section: Section) -> None:
    for number, run in enumerate(_runs(section.blocks)):
        match run:
            case Own():
                _field(project, run)
            case Gap():
                gap_link(run)
            case list():
                paper_of(run, key=f"{section.key}_{number}")


def _runs(blocks: tuple[Block, ...]) -> Iterator[Own | Gap | list[Block]]:
    """Fields and gaps one by one; the facts between them together."""
    facts: list[Block] = []
    for block in blocks:
        if not isinstance(block, Own | Gap):
            facts.append(block)
            continue
        if facts:
            yield facts
        facts = []
        yield block
    if facts:
        yield facts


def _field(project: Project, own: Own) -> None:
    """A field for one prompt; what is typed is saved at every pause (`late_commit`)."""
    prompt = report_text().prompts[own.prompt]
    key = kept_while_typed(f"report_words_{project.id}_{own.prompt}")

    def save() -> None:
        save_words(project, own.prompt, str(st.session_state[key]))

    how: dict[str, Any] = {"key": key, "placeholder": prompt.hint, "on_change": save}
    if prompt.short:
        st.text_input(own.asks, own.text, max_chars=200, **how)
    else:
        st.text_area(own.asks, own.text, max_chars=LONGEST, height="content", **how)
