"""After the lesson: reports as one ZIP, the answers by question, and the end of the class."""

from datetime import date, datetime, time
from functools import partial
from textwrap import shorten

import streamlit as st

from core.classroom.after import answers_table, hardest_first, reports_of_class
from core.classroom.classes import A_DAY_S, MOST_DAYS, SchoolClass, end_on
from core.classroom.ending import end_class
from core.classroom.learners import learners_of
from core.classroom.topics import Topic, topics_of
from core.content import lesson_text
from core.jobs.background import Background, Job, stop_here
from core.learning.pages import page_info
from core.project.project import Project
from core.words import count_of
from ui.classroom.held import locked_in_words, say_right
from ui.classroom.teacher import lead_with
from ui.parts.background_work import watched
from ui.parts.class_guess import class_bars
from ui.parts.fold import fold
from ui.parts.lesson import answer, as_text, note
from ui.session import project

TEXT = lesson_text("teach")
DATE_PX = 220
LONGEST = 90  # characters of a question as a title
_OVER = "_class_over"
COLLECTING = Background[bytes]("collect the reports of a class", at_once=1, kept=4)


def after(of: SchoolClass) -> None:
    """What is left of a class, and its end."""
    learners, topics = learners_of(of.id), topics_of(of)
    st.subheader(TEXT["after_reports"], anchor=False)
    _reports(of)
    if topics:
        st.subheader(TEXT["after_answers"], anchor=False)
        st.download_button(
            TEXT["after_csv"],
            answers_table(topics),
            f"answers-{of.code}.csv",
            "text/csv",
            key="class_answers",
        )
        for number, topic in enumerate(hardest_first(topics)):
            fold(_title(topic), f"answer_{number}", partial(_answer, topic))
    st.subheader(TEXT["after_end"], anchor=False)
    _end(of, len(learners))


def _reports(of: SchoolClass) -> None:
    here = project()
    if watched(COLLECTING, here, key="stop_reports", about=of.id):
        return
    made = COLLECTING.progress(here, of.id)
    if made is not None and made.state == "finished":
        st.download_button(
            TEXT["after_ready"],
            made.result or b"",
            f"reports-{of.code}.zip",
            "application/zip",
            key="save_reports",
            type="primary",
        )
    if st.button(TEXT["after_make"], key="collect_reports"):
        _collect(here, of)
        st.rerun()


def _collect(here: Project, of: SchoolClass) -> None:
    def work(job: Job[bytes]) -> bytes:
        def step(done: int, total: int) -> None:
            stop_here(job.stop)
            job.report(done / total, TEXT["after_making"].format(done=done, total=total))

        return reports_of_class(learners_of(of.id), date.today(), step)

    COLLECTING.start(here, work, about=of.id)


def _title(topic: Topic) -> str:
    right = TEXT["after_unjudged"]
    if topic.judged:
        right = TEXT["after_right"].format(right=topic.right, judged=topic.judged)
    return f"{as_text(shorten(topic.prompt, LONGEST, placeholder=' …'))} · {right}"


def _answer(topic: Topic) -> None:
    words = locked_in_words(topic, topic.count)
    class_bars(topic.bars, f"{page_info(topic.page).title} · {words}")
    say_right(topic)


def _end(of: SchoolClass, count: int) -> None:
    today = date.today()
    last = date.fromtimestamp(of.created + MOST_DAYS * A_DAY_S)
    now = min(max(date.fromtimestamp(of.ends), today), last)
    chosen = st.date_input(
        TEXT["after_day"], now, min_value=today, max_value=last, key="ends_on", width=DATE_PX
    )
    if isinstance(chosen, date) and chosen != now:
        end_on(of.id, datetime.combine(chosen, time(23, 59)).timestamp())
        st.rerun()
    sure = st.checkbox(
        TEXT["after_sure"].format(learners=count_of(count, "learner")), key="sure_end_class"
    )
    note(TEXT["after_note"])
    if st.button(TEXT["after_now"], key="end_class_now", disabled=not sure):
        with st.spinner(TEXT["after_end"]):
            end_class(of)
        lead_with("")
        st.session_state[_OVER] = True
        st.rerun()


def say_over() -> None:
    """Say once that the class is over."""
    if st.session_state.pop(_OVER, False):
        answer(TEXT["ended"], right=True)
