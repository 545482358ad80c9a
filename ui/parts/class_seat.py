"""The class of the learner, as parts of a page see it: seat, guesses, wall."""

from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.classroom.classes import SchoolClass
from core.classroom.learners import Learner, learner_at
from core.classroom.shared_wall import Kind, MixUp, WallRefused, hangs, show_picture
from core.content import lesson_text
from core.learning.pages import HOME
from ui.session import open_folder

NO_PEOPLE, WALL = lesson_text("no_people"), lesson_text("wall")

_SEAT = "_seat_of_this_run"
_PAGE = "_page_of_this_run"
_ASKED = "_topics_on_this_page"


class Seat(NamedTuple):
    """A learner and their class as they stand now."""

    learner: Learner
    of: SchoolClass


def this_run() -> object | None:
    """What is one and the same object in one run of a page or a fragment; None outside of one."""
    context = get_script_run_ctx()
    return context and context.cursors


def seat() -> Seat | None:
    """The seat of the learner whose work is open; None outside of classes. Looked up once in a run
    of a page or a fragment."""
    run, folder = this_run(), open_folder()
    kept = st.session_state.get(_SEAT)
    if kept is None or run is None or kept[0] is not run or kept[1] != folder:
        found = learner_at(folder) if folder is not None else None
        kept = (run, folder, None if found is None else Seat(*found))
        st.session_state[_SEAT] = kept
    here: Seat | None = kept[2]
    return here


def keep_seat(here: Seat) -> None:
    """Keep what this run has just noted of a learner, so that the rest of it sees that."""
    st.session_state[_SEAT] = (this_run(), open_folder(), here)


def note_page(page_id: str) -> None:
    """Note which page runs, for the guesses on it; none is on it yet."""
    st.session_state[_PAGE] = page_id
    st.session_state[_ASKED] = set()


def note_topic(topic: str) -> None:
    """Note that a guess about a topic stands on the page."""
    st.session_state.setdefault(_ASKED, set()).add(topic)


def topics_here() -> set[str]:
    """The topics of all guesses that stand on the page since it last ran as a whole."""
    found: set[str] = st.session_state.get(_ASKED, set())
    return found


def page_here() -> str:
    """The page that runs."""
    return str(st.session_state.get(_PAGE, HOME))


def remind_no_people(words: str = "reminder") -> None:
    """Remind a learner of a class whose teacher wants no pictures of people; else nothing. `words`
    is the entry of no_people.yaml that says it."""
    here = seat()
    if here is not None and here.of.lead.no_people:
        with st.container(key="no_people"):
            st.warning(NO_PEOPLE[words], icon=":material/no_photography:")


def to_wall(kind: Kind, image: str, file: Path, made: MixUp) -> None:
    """Offer to show a picture (its id and its file) with how the model took it, or say that it
    hangs there."""
    here = seat()
    if here is None:
        return
    if hangs(here.learner, f"{kind}:{image}"):
        st.caption(WALL["showing"])
        return
    key = f"to_wall_{kind}_{image[:12]}"
    place = st.empty()
    if place.button(WALL["show"], key=key, icon=":material/push_pin:"):
        try:
            show_picture(here.learner, kind, image, file, made)
        except WallRefused as reason:
            st.warning(WALL[str(reason)])
        else:
            place.caption(WALL["showing"])
