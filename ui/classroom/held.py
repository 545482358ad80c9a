"""The guesses of a class: which are held, how they fall while they come in, and the reveal."""

from functools import partial

import streamlit as st

from core.classroom.answers import ask_again, hold, reveal, take_out
from core.classroom.classes import SchoolClass, class_of_id
from core.classroom.lead import EVERY_PAGE
from core.classroom.learners import learners_of
from core.classroom.topics import Topic, topics_of
from core.content import lesson_text
from core.learning.pages import PAGES, page_info
from ui.parts.choice import one_of
from ui.parts.class_guess import class_bars
from ui.parts.lesson import as_text, hint, note

TEXT, GUESS = lesson_text("teach"), lesson_text("class_guess")
LIVE_S = 1.5
SHOWN = 12  # and never fewer than wait
FIELD_PX = 360
_NONE, _ALL, _SOME = "none", "all", "some"


def what_is_held(of: SchoolClass) -> None:
    """Choose whether guesses wait: none, every one, or those on some pages."""
    held = of.lead.held
    first = _ALL if EVERY_PAGE in held else _SOME if held else _NONE
    names = {_NONE: TEXT["held_none"], _ALL: TEXT["held_all"], _SOME: TEXT["held_some"]}
    chosen = one_of(TEXT["held"], names, key="class_held", first=first)
    pages: tuple[str, ...] = {_NONE: (), _ALL: (EVERY_PAGE,)}.get(chosen, ())
    if chosen == _SOME:
        pages = tuple(
            st.multiselect(
                TEXT["held_pages"],
                [page.id for page in PAGES if page.section != "Class"],
                default=[page for page in held if page != EVERY_PAGE],
                format_func=lambda page_id: page_info(page_id).title,
                key="class_held_pages",
            )
        )
    if set(pages) != set(held):
        hold(of.id, pages)
        st.rerun()
    if held:
        note(TEXT["held_note"])


@st.fragment(run_every=LIVE_S)
def guesses_live(class_id: str) -> None:
    """Every question with its bars, those that wait first."""
    of = class_of_id(class_id)
    topics, everybody = topics_of(of), len(learners_of(class_id))
    if not topics:
        hint(TEXT["no_guesses"])
        return
    waiting = [topic for topic in topics if of.lead.holds(topic.name, topic.page)]
    if len(waiting) > 1:
        names = [topic.name for topic in waiting]
        st.button(
            TEXT["reveal_all"].format(count=len(names)),
            key="reveal_all",
            on_click=partial(reveal, class_id, names),
        )
    others = [topic for topic in topics if topic not in waiting]
    for topic in [*waiting, *others][: max(SHOWN, len(waiting))]:
        _topic(of, topic, everybody, waits=topic in waiting)


def _topic(of: SchoolClass, topic: Topic, everybody: int, *, waits: bool) -> None:
    with st.container(border=True, key=f"topic_{_key(topic.name)}"):
        st.markdown(f"**{as_text(topic.prompt)}**  \n:gray[{page_info(topic.page).title}]")
        class_bars(topic.bars, locked_in_words(topic, everybody))
        say_right(topic)
        if topic.kind == "words" and topic.bars:
            _out(of, topic)
        if waits:
            st.button(
                TEXT["reveal"],
                type="primary",
                key=f"reveal_{_key(topic.name)}",
                icon=":material/visibility:",
                on_click=partial(reveal, of.id, [topic.name]),
            )
        else:
            done = topic.name in of.lead.revealed
            note(TEXT["revealed" if done else "open_one"])
            if done and topic.of_runs and of.lead.holds_on(topic.page):
                _again(of, topic)


def _out(of: SchoolClass, topic: Topic) -> None:
    """What one learner typed and others need not read is taken out, before or after the reveal."""
    key = f"take_out_{_key(topic.name)}"

    def out() -> None:
        if words := st.session_state[key]:
            take_out(of.id, topic.name, words)
            st.session_state[key] = None

    st.selectbox(
        TEXT["take_out"],
        [bar.words for bar in topic.bars],
        index=None,
        placeholder=TEXT["take_out_choose"],
        key=key,
        on_change=out,
        width=FIELD_PX,
    )


def _again(of: SchoolClass, topic: Topic) -> None:
    st.button(
        TEXT["again"],
        key=f"again_{_key(topic.name)}",
        help=TEXT["again_help"],
        icon=":material/replay:",
        on_click=partial(ask_again, of.id, topic.name),
    )


def say_right(topic: Topic) -> None:
    """The right answer, where the learners' pages told it and all have the same."""
    if topic.truth:
        st.markdown(GUESS["right_is"].format(truth=as_text(topic.truth)))


def locked_in_words(topic: Topic, everybody: int) -> str:
    """How many locked in a guess, and how many of them do not know."""
    words = TEXT["locked_in"].format(count=topic.count, all=everybody)
    return f"{words} · {TEXT['passed'].format(passed=topic.passed)}" if topic.passed else words


def _key(topic: str) -> str:
    return "".join(one if one.isalnum() else "_" for one in topic)
