"""Predict: ask your model about a picture, and take the model with you."""

import streamlit as st

from core.content import says
from core.gather.reading.decode import encode
from core.learning.tour.place import tour_asks
from core.production.learner_file import ASK
from core.production.predictor import television_static
from core.project.project import Project
from core.project.records import RunRecord
from core.words import percent
from ui.navigation import page_link
from ui.parts.code_panel import code_panel
from ui.parts.guess import guess_now, note_result
from ui.parts.lesson import as_text, lesson, needs_pictures, what_you_saw
from ui.parts.no_model import offer_newer
from ui.parts.page_foot import page_foot
from ui.predict.action import action_advice, lever_for_class
from ui.predict.answer import answer_about, model_to_ask, prediction_card, unlike_anything
from ui.predict.downloads import model_downloads
from ui.predict.picture import picture_to_ask
from ui.session import project

SURE = 0.8
GUESSES = [
    says("predict", "guess_none"),
    says("predict", "guess_unsure", sure=percent(SURE)),
    says("predict", "guess_sure", sure=percent(SURE)),
]


def ask_about_a_picture(here: Project, model: RunRecord) -> None:
    """A picture, what the model says about it, and what the learner would do."""
    asked = picture_to_ask(here, model)
    if asked is None:
        return
    picture, answer = st.columns(2, gap="large")
    with picture, st.container(key="asked_picture"):
        st.image(asked.jpeg, width="stretch", alt=says("predict", "picture_ask_about"))
        st.caption(asked.known)
    with answer:
        prediction = answer_about(here, model.id, asked.jpeg)
        prediction_card(prediction, model, "prediction")
        unlike_anything(here, model, asked.jpeg)
        if not action_advice(here, prediction):
            lever_for_class(here, prediction.label)


def something_else(here: Project, model: RunRecord) -> None:
    """The learner guesses what the model says about nothing at all, then sees it."""
    st.subheader(says("predict", "none_of_them"), anchor=False)
    prompt = says("predict", "model_knows_only")
    chosen = guess_now(prompt, GUESSES, key="static_guess")
    if chosen is None:
        return
    static = encode(television_static()).jpeg
    prediction = answer_about(here, model.id, static)
    truth = 2 if prediction.sure >= SURE else 1
    note_result(chosen == truth, GUESSES[truth])
    with st.container(key="static_in_a_row"):
        picture, words = st.columns([1, 3], gap="large")
    picture.image(static, width=200, alt=says("predict", "black_and_white_noise"))
    with words:
        figures = {"label": as_text(prediction.label), "sure": percent(prediction.sure)}
        what_you_saw(says("predict", "static", guess=GUESSES[chosen], **figures))
        if not unlike_anything(here, model, static):
            page_link("domain", says("predict", "let_say_unlike"), primary=True)


def predict_page() -> None:
    """The whole lesson."""
    lesson("predict")
    here = project()
    if needs_pictures(here):
        return
    model = model_to_ask(here)
    if model is None:
        return
    offer_newer(here, model, "predict")
    ask_about_a_picture(here, model)
    if not tour_asks(here, "predict"):
        something_else(here, model)
    st.subheader(says("predict", "take_model"), anchor=False)
    model_downloads(here, model)
    code_panel(ASK, "predict_code")
    page_foot("predict")


predict_page()
