"""Finding the way through the questionnaire: how far you are, which questions, the next one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.learning import self_check
from core.learning.progress import (
    SHOW,
    Answers,
    Progress,
    Show,
    after,
    before,
    mark_of,
    progress,
    wanted,
)
from core.learning.questionnaire import Question, Topic, questionnaire
from core.project.project import Project
from ui.question_card import MARK_NAMES

PARAMETER = "q"
ALL_TOPICS = "all"
SHOW_NAMES: dict[Show, str] = {"all": "All", "open": "Open", "again": "To do again"}


def how_far(answers: Answers) -> None:
    """One bar and one line: how many of the questions are marked, and how."""
    far = progress(questionnaire().questions, answers)
    st.progress(far.marked / far.total, text=in_words(far))


def in_words(far: Progress) -> str:
    """For example "3 of 28 marked: 2 knew, 1 partly, 0 not yet"."""
    counts = f"{far.knew} knew, {far.partly} partly, {far.not_yet} not yet"
    return f"{far.marked} of {far.total} marked" + (f": {counts}" if far.marked else "")


def chosen_questions(answers: Answers) -> list[Question]:
    """Two controls, topic and state; returns the questions that both let through."""
    book = questionnaire()
    titles = {ALL_TOPICS: "All topics"} | {topic.topic: topic.title for topic in book.topics}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        topic = st.selectbox(
            "Topic", list(titles), format_func=titles.__getitem__, key="topic",
            persist_state="session", on_change=_leave_question, width=320,
        )  # fmt: skip
        show = st.segmented_control(
            "Questions", SHOW, format_func=SHOW_NAMES.__getitem__, default="all", required=True,
            key="show", persist_state="session", on_change=_leave_question,
        )  # fmt: skip
    in_topic = [one for one in book.questions if topic in (ALL_TOPICS, book.topic_of(one).topic)]
    return wanted(in_topic, show or "all", answers)


def current_question(project: Project, chosen: Sequence[Question]) -> Question | None:
    """The question in the address, else the one the learner was at, else the first chosen.

    None only where a choice has just been made that fits no question.
    """
    book = questionnaire()
    asked = st.query_params.get(PARAMETER)
    if asked is None and st.session_state.pop("question_left", False):
        question = chosen[0] if chosen else None
    else:
        question = book.question(asked or self_check.place(project) or "") or book.questions[0]
    if question:
        self_check.keep_place(project, question)
    return question


def go_to(question_id: str) -> None:
    """Open a question: its id goes into the address, so that it can be shared."""
    st.query_params[PARAMETER] = question_id


def _leave_question() -> None:
    st.query_params.pop(PARAMETER, None)
    st.session_state["question_left"] = True


def steps(current: Question, chosen: Sequence[Question], answers: Answers) -> None:
    """Previous and next among the chosen questions; next stands out once this one is marked."""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        _step("Previous", before(current, chosen))
        _step("Next", after(current, chosen), primary=mark_of(current, answers) is not None)


def _step(label: str, question: Question | None, *, primary: bool = False) -> None:
    forward = label == "Next"
    st.button(
        label,
        icon=":material/arrow_forward:" if forward else ":material/arrow_back:",
        icon_position="right" if forward else "left",
        type="primary" if primary else "secondary",
        key=f"{label.lower()}_question",
        disabled=question is None,
        on_click=go_to,
        args=(question.id if question else "",),
    )


def all_questions(answers: Answers, current: Question | None) -> None:
    """Every question by topic with its mark, to jump to; drawn only while it is open."""
    listing = st.expander("All questions, by topic", key="all_questions", on_change="rerun")
    if not listing.open:
        return
    with listing:
        for topic in questionnaire().topics:
            _topic_list(topic, answers, current)


def _topic_list(topic: Topic, answers: Answers, current: Question | None) -> None:
    st.markdown(f"**{topic.title}**  :small[:gray[{in_words(progress(topic.questions, answers))}]]")
    with st.container(gap=None):
        for question in topic.questions:
            _opener(question, mark_of(question, answers), here=question == current)
    st.space("small")


def _opener(question: Question, mark: str | None, *, here: bool) -> None:
    state = f"  :small[:gray[{MARK_NAMES[mark]}]]" if mark else ""
    st.button(
        f"{question.order}. {question.name}{state}",
        type="tertiary",
        key=f"open_{question.id}",
        disabled=here,
        on_click=go_to,
        args=(question.id,),
    )
