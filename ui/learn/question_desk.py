"""Spaced repetition on screen: what is due, what is coming, how much is probably still known."""

from datetime import datetime, timedelta
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import says
from core.learning.questions import self_check
from core.learning.questions.catalogue import Answers, Catalogue, Item
from core.learning.questions.export import anki_deck, as_markdown
from core.learning.questions.marking import once_more
from core.learning.questions.questionnaire import Question
from core.learning.questions.schedule import schedule
from core.project.project import Project
from core.words import count_of, percent
from ui.parts.charts import show
from ui.parts.lesson import metric
from ui.parts.notebook_download import download

DAYS = 14


def due_today(project: Project, book: Catalogue) -> None:
    """Three figures, the next two weeks, and a button that asks the first due question again."""
    now = datetime.now().astimezone()
    plan = schedule(project, (item.id for item in book.items))
    coming, known = plan.forecast(now, DAYS), plan.retention(now)
    if known is None:
        st.caption(says("learn", "question_comes_here"))
        return
    with st.container(horizontal=True, gap="large"):
        metric(says("learn", "due_today"), coming[0])
        metric(says("learn", "answered_once_or_more"), len(plan.cards))
        metric(says("learn", "probably_still_known"), percent(known), help=HOW)
    due = book.due(project, now)
    if due:
        st.button(
            says("learn", "ask_me_next"),
            type="primary",
            key="ask_due",
            on_click=_ask_again,
            args=(project, due[0]),
        )
    _forecast(now, coming)


HOW = says("learn", "fsrs_model_forgetting")


def _ask_again(project: Project, item: Item) -> None:
    if isinstance(item, Question):
        self_check.recall(project, item)
    else:
        once_more(project, item)
    st.query_params["q"] = item.id


def _forecast(now: datetime, coming: list[int]) -> None:
    days = [f"{now + timedelta(days=day):%a %d}" for day in range(len(coming))]
    bars = go.Bar(x=days, y=coming, text=[count or "" for count in coming], textposition="outside")
    table = pd.DataFrame({"day": days, "due": coming})
    figures = {"questions": count_of(sum(coming), "question"), "today": coming[0]}
    alt = says("learn", "forecast_alt", days=len(coming), **figures)
    figure = go.Figure(bars, layout={"yaxis": {"visible": False}})
    show(figure, table=table, alt=alt, key="forecast", height=200)


def questions_to_take(book: Catalogue, answers: Answers) -> None:
    """Two files, made only when asked for."""
    with st.expander(says("learn", "take_questions")), st.container(horizontal=True):
        download(
            says("learn", "anki_marks_tags"),
            lambda: anki_deck(book.items, answers),
            "drivetrain-lab.apkg",
            key="take_anki",
            help=says("learn", "import_anki_with"),
        )
        label = "As Markdown, with your answers and marks"
        deck = partial(as_markdown, book.items, answers)
        download(label, deck, "questions.md", key="take_markdown")
