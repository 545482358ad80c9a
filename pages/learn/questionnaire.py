"""Questionnaire: the chapter's 28 questions, answered, compared and marked by the learner."""

import streamlit as st

from ui.question_card import question_card
from ui.question_list import all_questions, chosen_questions, current_question, how_far, steps
from ui.session import project
from ui.shell import lesson, next_step, note

lesson("Questionnaire", "Do you know it, or do you only recognise it?", plan=False)

learner = project()
answers = learner.answers()
how_far(answers)
chosen = chosen_questions(answers)
question = current_question(learner, chosen)

if question is None:
    note("No question fits this choice. Choose another topic, or all questions.")
else:
    with st.container(border=True):
        question_card(learner, question)
    steps(question, chosen, answers)

all_questions(answers, question)
next_step("journey", "Go back to your own project: the questions are about it.")
