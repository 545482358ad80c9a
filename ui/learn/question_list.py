"""Finding the way through the questions: which shelf, how far you are, the next one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

import streamlit as st

from core.content import says
from core.learning.questions import self_check
from core.learning.questions.catalogue import (
    Answers,
    Catalogue,
    Item,
    Progress,
    Shelf,
    Show,
    after,
    before,
    by_topic,
    mark_of,
    progress,
    topic_of,
    wanted,
)
from core.learning.questions.questionnaire import questionnaire
from core.project.project import Project
from ui.learn.question_desk import due_today
from ui.parts.choice import one_of
from ui.parts.question_card import MARK_NAMES

PARAMETER = "q"
ALL_TOPICS = "all"
SHOW_NAMES: dict[Show, str] = {"all": "All", "open": "Open", "again": "To do again"}
DUE: Literal["due"] = "due"
Choice = Shelf | Literal["due"]
SHELF_NAMES: dict[Choice, str] = {
    "chapter": "The chapter's 28",
    "practice": "Practice",
    "mine": "Your project",
    DUE: "Due today",
}


def chosen_items(project: Project, book: Catalogue, answers: Answers) -> list[Item]:
    """The questions to walk through: a shelf, narrowed by topic and state, or what is due."""
    shelf = _choose_shelf(project, book)
    if shelf == DUE:
        due_today(project, book)
        return book.due(project, datetime.now().astimezone())
    items = list(book.shelves[shelf])
    if items:
        _how_far(items, answers)
    return _narrowed(items, answers) if shelf != "mine" else items


def _choose_shelf(project: Project, book: Catalogue) -> Choice:
    asked = st.query_params.get(PARAMETER) or self_check.place(project) or ""
    how: dict[str, Any] = {"first": book.shelf_of(asked), "on_change": _leave_question}
    return one_of(says("learn", "which_questions"), SHELF_NAMES, key="shelf", quiet=True, **how)


def _how_far(items: Sequence[Item], answers: Answers) -> None:
    far = progress(items, answers)
    st.progress(far.marked / far.total, text=in_words(far))


def in_words(far: Progress) -> str:
    """For example "3 of 28 marked: 2 known, 1 partly, 0 not yet"."""
    if not far.marked:
        return says("learn", "none_marked", total=far.total)
    counts = {"knew": far.knew, "partly": far.partly, "not_yet": far.not_yet}
    return says("learn", "marked", marked=far.marked, total=far.total, **counts)


def _narrowed(items: Sequence[Item], answers: Answers) -> list[Item]:
    topics = questionnaire().topics
    titles = {ALL_TOPICS: "All topics"} | {topic.topic: topic.title for topic in topics}
    how: dict[str, Any] = {"persist_state": "session", "on_change": _leave_question}
    with st.popover(
        says("learn", "choose_by_topic"),
        icon=":material/filter_list:",
        type="tertiary",
        key="narrow",
    ):
        topic = st.selectbox(
            says("learn", "topic"),
            list(titles),
            format_func=titles.__getitem__,
            key="topic",
            width=320,
            **how,
        )
        show = one_of(says("learn", "questions"), SHOW_NAMES, key="show", **how)
    in_topic = [item for item in items if topic in (ALL_TOPICS, topic_of(item))]
    return wanted(in_topic, show, answers)


def current_item(project: Project, book: Catalogue, chosen: Sequence[Item]) -> Item | None:
    """The question in the address, else the one the learner was at, else the first chosen.

    None where a choice has just been made that fits no question, and before the first question
    of a review: an answer from last time must not stand there before it is asked.
    """
    asked = st.query_params.get(PARAMETER)
    if asked is None and (reviewing() or not chosen):
        return None
    if asked is None and st.session_state.pop("question_left", False):
        item: Item | None = chosen[0]
    else:
        item = book.find(asked or self_check.place(project) or "") or book.items[0]
    if item:
        self_check.keep_place(project, item.id)
    return item


def reviewing() -> bool:
    """Whether the learner repeats what is due: then one question comes at a time, unseen."""
    return st.session_state.get("shelf") == DUE


def why_nothing() -> str:
    """What to say where no question can be shown."""
    if st.session_state.get("shelf") == "mine":
        return says("learn", "questions_about_project")
    return says("learn", "no_question_fits")


def go_to(item_id: str) -> None:
    """Open a question: its id goes into the address, so that it can be shared."""
    st.query_params[PARAMETER] = item_id


def _leave_question() -> None:
    st.query_params.pop(PARAMETER, None)
    st.session_state["question_left"] = True


def steps(current: Item, chosen: Sequence[Item], answers: Answers) -> None:
    """Previous and next among the chosen questions; next stands out once this one is marked."""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        _step(says("learn", "previous"), before(current, chosen))
        _step(
            says("learn", "next"),
            after(current, chosen),
            primary=mark_of(current, answers) is not None,
        )


def _step(label: str, question: Item | None, *, primary: bool = False) -> None:
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


def all_questions(items: Sequence[Item], answers: Answers, current: Item | None) -> None:
    """These questions by topic with their marks, to jump to; drawn only while it is open."""
    listing = st.expander(
        says("learn", "all_questions_by_topic"), key="all_questions", on_change="rerun"
    )
    if not listing.open:
        return
    with listing:
        for title, found in by_topic(items).items():
            st.markdown(f"**{title}**  :small[:gray[{in_words(progress(found, answers))}]]")
            with st.container(gap=None):
                for item in found:
                    _opener(item, mark_of(item, answers), here=item == current)
            st.space("small")


def _opener(question: Item, mark: str | None, *, here: bool) -> None:
    state = f"  :small[:gray[{MARK_NAMES[mark]}]]" if mark else ""
    st.button(
        f"{question.order}. {question.name}{state}",
        type="tertiary",
        key=f"open_{question.id}",
        disabled=here,
        on_click=go_to,
        args=(question.id,),
    )
