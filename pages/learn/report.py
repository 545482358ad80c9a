"""Report: get writing. A model card and a first draft of a post, from the project's own facts."""

from datetime import date

import streamlit as st

from core.content import says
from core.drivetrain.card.blocks import Document
from core.learning.report.content import report_text
from core.learning.report.documents import document, title_prompt
from core.learning.report.facts import Facts, facts
from core.words import count_of
from ui.learn.report_desk import (
    choose_text,
    pictures_to_show,
    recall_first,
    still_missing,
    take_along,
)
from ui.learn.report_form import PAPER_PX, whole_paper, write_here
from ui.parts.code_panel import code_panel
from ui.parts.lesson import lesson, what_you_saw
from ui.parts.page_foot import page_foot
from ui.session import project


def report(known: Facts) -> None:
    """Choose a text, see what it lacks, write or read it, take it along."""
    kind, writing = choose_text()
    text = document(known, kind)
    still_missing(text)
    take_along(known.project, kind)
    pictures_to_show(known)
    st.space("small")
    with st.container(width=PAPER_PX):
        if writing:
            write_here(known.project, text, title_prompt(known))
        else:
            whole_paper(text)
    what_you_saw(figures(text))


def figures(text: Document) -> str:
    prompts, open_ones, gaps = text.prompts(), text.unwritten(), text.gaps()
    written = f"{len(prompts) - len(open_ones)} of {count_of(len(prompts), 'answer')}"
    if not gaps:
        return says("learn", "written_all_facts", written=written)
    return says("learn", "written", written=written, missing=len(gaps))


lesson("report")
st.markdown(report_text().why)
here = facts(project(), date.today())
if recall_first(here):
    report(here)
code_panel(report_text().code, key="report_code")
page_foot("report")
