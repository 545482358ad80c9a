"""The teacher's view while the lesson goes on: the class at a glance, and what leads it."""

import time

import streamlit as st

from core.classroom.classes import SchoolClass, class_of_id
from core.classroom.learners import learners_of
from core.classroom.summary import is_away, is_stuck
from core.classroom.topics import topics_of
from core.content import lesson_text
from core.words import count_of
from ui.classroom.board.board import board
from ui.classroom.lead import lead_more, pause_row
from ui.parts.lesson import hint, note

TEXT, ON_SCREENS = lesson_text("teach"), lesson_text("class_strip")
LIVE_S = 1.5  # with the time a refresh takes, what is shown is at most two seconds old


def live(of: SchoolClass) -> None:
    """What leads the class, in sight above forty rows, then the class."""
    pause_row(of)
    lead_more(of)
    _class_now(of.id)


@st.fragment(run_every=LIVE_S)
def _class_now(class_id: str) -> None:
    """The table: two queries, whatever the learners do."""
    of, learners, now = class_of_id(class_id), learners_of(class_id), time.time()
    if not learners:
        hint(TEXT["board_empty"])
        return
    path = of.path.guided()
    here = sum(not is_away(one, now) for one in learners)
    stuck = sum(is_stuck(one, path, now) for one in learners)
    waiting = sum(t.count for t in topics_of(of) if of.lead.holds(t.name, t.page))
    words = {
        "here": here,
        "all": len(learners),
        "stuck": stuck,
        "guesses": count_of(waiting, "guess", "guesses"),
    }
    st.markdown(f"**{TEXT['summary'].format(**words)}**")
    if of.lead.until is not None:
        st.markdown(_countdown(of.lead.until - now))
    board(of, learners)
    note(TEXT["rule"])


def _countdown(seconds: float) -> str:
    """What the learners' screens count down, for the teacher."""
    if seconds <= 0:
        return ON_SCREENS["countdown_over"]
    minutes, rest = divmod(round(seconds), 60)
    return ON_SCREENS["countdown"].format(time=f"{minutes}:{rest:02}")
