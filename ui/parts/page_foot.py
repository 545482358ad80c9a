"""At the foot of a page: its words, the questions that can be tried there, and the way on."""

import streamlit as st

from core.content import says
from core.learning.questions.catalogue import Answers, Item, mark_of, tried_on
from core.learning.questions.questionnaire import Question
from ui.navigation import page_link
from ui.parts.lesson import as_text, next_step
from ui.parts.question_card import MARK_NAMES
from ui.parts.term_card.term_card import words_of_page
from ui.session import project


def page_foot(page_id: str) -> None:
    """The page's words, the questions it helps to answer, as links, and the next step."""
    words_of_page(page_id)
    _questions(page_id)
    next_step(page_id)


def _questions(page_id: str) -> None:
    learner = project()
    items = tried_on(page_id, learner, as_text)
    if not items:
        return
    answers = learner.answers.all()
    listing = st.expander(
        says("parts", "questions_here", count=len(items)), key="questions_here", on_change="rerun"
    )
    if not listing.open:
        return
    with listing:
        for item in items:
            _link(item, answers)


def _link(item: Item, answers: Answers) -> None:
    mark = mark_of(item, answers)
    state = f"  :gray[{MARK_NAMES[mark]}]" if mark else ""
    name = f"{item.order}. {item.name}" if isinstance(item, Question) else item.name
    page_link("questionnaire", name + state, help=item.prompt, q=item.id)
