"""Questionnaire: the chapter's 28 questions, our own, those about your project, those due."""

import streamlit as st

from core.learning.questions.catalogue import catalogue
from core.learning.questions.questionnaire import Question
from ui.learn.exercise import exercise_card
from ui.learn.question_desk import questions_to_take
from ui.learn.question_list import (
    all_questions,
    chosen_items,
    current_item,
    reviewing,
    steps,
    why_nothing,
)
from ui.parts.lesson import as_text, lesson, next_step, note
from ui.parts.question_card import question_card
from ui.session import project

lesson("questionnaire", plan=False)

learner = project()
book = catalogue(learner, as_text)
answers = learner.answers.all()
chosen = chosen_items(learner, book, answers)
item = current_item(learner, book, chosen)

if item is None and not reviewing():
    note(why_nothing())
if item is not None:
    shelf = book.shelf_of(item.id)
    with st.container(border=True):
        if isinstance(item, Question):
            question_card(learner, item)
        else:
            exercise_card(learner, item, shelf, len(book.shelves[shelf]))
    if not reviewing():
        steps(item, chosen, answers)

all_questions(book.shelves[book.shelf_of(item.id if item else "")], answers, item)
questions_to_take(book, answers)
next_step("questionnaire")
