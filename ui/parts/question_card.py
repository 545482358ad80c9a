"""One question: write, compare with our answer, tick what yours has, mark yourself."""

import streamlit as st

from core.content import says
from core.learning.pages import page_info
from core.learning.questions import self_check
from core.learning.questions.exercises import TryIt
from core.learning.questions.questionnaire import Question, questionnaire
from core.project.project import Project
from core.project.records import MARKS, Answer
from ui.navigation import open_page, page_link
from ui.parts.answer_box.answer_box import answer_box
from ui.parts.choice import open_view
from ui.parts.lesson import as_text, note
from ui.parts.term_card.term_card import terms_here

MARK_NAMES = {"knew": "I knew it", "partly": "Partly", "not yet": "Not yet"}


def question_card(project: Project, question: Question) -> None:
    """Show a question in the state the learner left it in; every step is saved at once."""
    answer = self_check.answer_to(project, question)
    _head(question)
    yours, beside = st.columns(2, gap="large")  # the box keeps its place when our answer comes
    with yours:
        _write(project, question, answer)
    with beside:
        if answer.revealed:
            _our_answer(project, question)
        else:
            _offer_to_compare(project, question, answer)
    if answer.revealed:
        _judge(project, question, answer)
        terms_here(f"{question.prompt} {question.answer}")
    try_it(question, key=question.id)


def _head(question: Question) -> None:
    book = questionnaire()
    place = {"number": question.order, "all": len(book.questions)}
    st.caption(says("parts", "question", topic=book.topic_of(question).title, **place))
    st.subheader(question.prompt, anchor=False)


def _write(project: Project, question: Question, answer: Answer) -> None:
    answer_box(
        f"{project.id}_{question.id}_{self_check.asked_again(project, question)}",
        answer.text,
        lambda words: self_check.write(project, question, words),
        longest=self_check.LONGEST_ANSWER,
    )


def _offer_to_compare(project: Project, question: Question, answer: Answer) -> None:
    st.caption(says("parts", "our_answer"))
    st.button(
        says("parts", "compare_with_our_answer"),
        type="primary",
        shortcut="Ctrl+Enter",
        key=f"reveal_{question.id}",
        on_click=self_check.reveal,
        args=(project, question),
    )
    if not answer.text:
        note(says("parts", "write_first_even"))


def _our_answer(project: Project, question: Question) -> None:
    st.caption(says("parts", "our_answer"))
    st.markdown(question.answer)
    if question.changed:
        changed = {"date": question.changed.date, "text": question.changed.text}
        st.caption(says("parts", "since_the_book", **changed))
    earlier = self_check.earlier_words(project, question)
    if earlier:
        st.caption(says("parts", "last_time", words=as_text(earlier)))


def _judge(project: Project, question: Question, answer: Answer) -> None:
    points, marks = st.columns(2, gap="large")
    with points:
        _tick_points(project, question)
    with marks:
        _mark(project, question, answer)


def _tick_points(project: Project, question: Question) -> None:
    st.markdown(says("parts", "good_answer"))
    ticked = self_check.ticked(project, question)
    now = [
        index
        for index, point in enumerate(question.points)
        if st.checkbox(point, value=index in ticked, key=f"point_{question.id}_{index}", wrap=True)
    ]
    if now != ticked:
        self_check.tick(project, question, now)


def _mark(project: Project, question: Question, answer: Answer) -> None:
    key = f"mark_{question.id}"
    st.segmented_control(
        says("parts", "how_well_did"),
        MARKS,
        default=answer.mark,
        format_func=MARK_NAMES.__getitem__,
        key=key,
        on_change=lambda: self_check.mark(project, question, st.session_state[key]),
    )
    points = self_check.ticked(project, question)
    if points:
        fits = MARK_NAMES[self_check.suggested_mark(question, points)]
        counts = {"ticked": len(points), "all": len(question.points)}
        note(says("parts", "ticked", mark=fits, **counts))
    st.button(
        says("parts", "hide_our_answer"),
        type="tertiary",
        key=f"hide_{question.id}",
        on_click=self_check.reveal,
        args=(project, question, False),
    )


def try_it(there: TryIt, *, key: str) -> None:
    """Where in the app the learner can see it for themselves, and what to look at there; the button
    opens the part of the page that is meant."""
    label = says("parts", "try_it", page=page_info(there.page).title)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if not there.view:
            page_link(there.page, label, primary=True)
        elif st.button(
            label, icon=":material/arrow_forward:", key=f"try_it_{key}", type="tertiary"
        ):
            open_view(there.view)
            open_page(there.page)
        st.caption(there.try_it, width="stretch")
