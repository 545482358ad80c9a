"""The papers for a lesson: to read and to print; the answer sheet for the teacher only."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from core.classroom.classes import there_is_a_class
from core.classroom.teaching.answer_sheet import answers_paper
from core.classroom.teaching.content import PLANS
from core.classroom.teaching.papers import (
    plan_paper,
    rubric_paper,
    ticket_paper,
    words_paper,
    worksheets_paper,
)
from core.classroom.teaching.pdf import paper_pdf
from core.content import lesson_text, says
from core.drivetrain.card.blocks import Document
from ui.classroom.new_class import ask_key
from ui.classroom.teacher import class_here
from ui.parts.choice import one_of
from ui.parts.lesson import note

TEXT = lesson_text("materials")
PARTS = {name: TEXT[name] for name in ("plans", "sheets", "hand_out", "answers", "parents")}
_OPENED = "_answers_opened"
Read = Callable[[Document], None]


def plans(read: Read) -> None:
    """One lesson plan at a time."""
    names = {path: TEXT[f"plan_{path}"] for path in PLANS}
    path = one_of(
        says("classroom", "path_button"),
        names,
        key="plan_of",
        quiet=True,
        first="class",
        row=st.pills,
    )
    show(plan_paper(path), read)


def sheets(read: Read) -> None:
    """The four worksheets."""
    show(worksheets_paper(), read)


def hand_out(read: Read) -> None:
    """Words, exit ticket and rubric."""
    papers = {"words": words_paper, "ticket": ticket_paper, "rubric": rubric_paper}
    names = {name: TEXT[name] for name in papers}
    name = one_of(says("classroom", "paper"), names, key="hand_out", quiet=True, row=st.pills)
    show(papers[name](), read)


def answers(read: Read) -> None:
    """The answer sheet: with a teacher's key where there is a class, else on a press."""
    if class_here() is None and there_is_a_class():
        note(TEXT["locked"])
        ask_key()
    elif class_here() is not None or st.session_state.get(_OPENED):
        show(answers_paper(), read)
    else:
        st.markdown(TEXT["open_says"])
        st.button(TEXT["open"], key="open_answers", on_click=_open)


def _open() -> None:
    st.session_state[_OPENED] = True


def show(paper: Document, read: Read) -> None:
    """A paper with its way to the printer."""
    st.download_button(
        TEXT["pdf"],
        partial(
            paper_pdf,
            paper,
            own_page=paper.kind == "worksheets",
            one_page=paper.kind in ("words", "consent"),
        ),
        f"{paper.kind.replace('_', '-')}.pdf",
        "application/pdf",
        key=f"print_{paper.kind}",
        icon=":material/print:",
    )
    read(paper)
