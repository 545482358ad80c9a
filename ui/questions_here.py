"""At the foot of a page: the questions of the questionnaire that can be tried there."""

from __future__ import annotations

import streamlit as st

from core.learning.progress import mark_of
from core.learning.questionnaire import questionnaire
from ui.navigation import page_link
from ui.question_card import MARK_NAMES
from ui.session import project


def questions_here(page_key: str) -> None:
    """List the questions this page helps to answer, as links; nothing where there are none."""
    questions = questionnaire().tried_on(page_key)
    if not questions:
        return
    answers = project().answers()
    with st.expander(f"Questions you can answer now ({len(questions)})"):
        for question in questions:
            mark = mark_of(question, answers)
            state = f"  :gray[{MARK_NAMES[mark]}]" if mark else ""
            label = f"{question.order}. {question.name}{state}"
            page_link("questionnaire", label, help=question.prompt, q=question.id)
