"""For school and parents: the page of facts, and what the teacher of a class can do at once."""

import streamlit as st

from core.classroom.classes import SchoolClass, lead
from core.classroom.ending import delete_learner
from core.classroom.learners import Learner, learners_of
from core.classroom.one_learner import everything_of
from core.classroom.sent import sent_by
from core.classroom.teaching.papers import consent_paper
from core.content import lesson_text, says
from core.words import count_of
from ui.classroom.materials import Read, show
from ui.classroom.teacher import class_here
from ui.parts.lesson import answer, note
from ui.parts.streamed_download import streamed_download

TEXT = lesson_text("materials")
_ERASED = "_learner_erased"


def parents(read: Read) -> None:
    """What a teacher can do for the class of this browser, if any, then the page of facts."""
    of = class_here()
    if of is not None:
        _class(of)
    show(consent_paper(), read)


def _class(of: SchoolClass) -> None:
    with st.container(border=True, key="class_people"):
        st.markdown(f"**{TEXT['people'].format(code=of.code)}**")
        st.toggle(
            TEXT["no_people"],
            value=of.lead.no_people,
            key="no_people_of_class",
            on_change=_remind,
            args=(of.id,),
        )
        note(TEXT["no_people_note"])
        if erased := st.session_state.pop(_ERASED, ""):
            answer(TEXT["erased"].format(nickname=erased), right=True)
        everybody = {one.id: one for one in learners_of(of.id)}
        if everybody:
            _one(everybody)


def _remind(class_id: str) -> None:
    wanted = bool(st.session_state["no_people_of_class"])
    lead(class_id, lambda now: {"no_people": wanted})


def _one(everybody: dict[str, Learner]) -> None:
    chosen = st.selectbox(
        TEXT["one"],
        list(everybody),
        index=None,
        placeholder=TEXT["choose"],
        format_func=lambda one: everybody[one].nickname,
        key="one_learner",
        width=320,
    )
    if chosen not in everybody:
        return
    learner = everybody[chosen]
    save_everything(learner)
    say_what_goes_too(learner)
    sure = st.checkbox(TEXT["sure"].format(nickname=learner.nickname), key=f"sure_{learner.id}")
    st.button(
        TEXT["erase"],
        key="erase_learner",
        disabled=not sure,
        icon=":material/delete:",
        on_click=_erase,
        args=(learner,),
    )


def save_everything(learner: Learner) -> None:
    """The button that saves all that is kept of a learner as one ZIP, and what is in it."""
    streamed_download(
        TEXT["save"].format(nickname=learner.nickname),
        learner.id,
        lambda: everything_of(learner),
        f"{learner.nickname.replace(' ', '-')}.zip",
        key="save_everything",
    )
    note(TEXT["save_note"])


def _erase(learner: Learner) -> None:
    delete_learner(learner)
    st.session_state[_ERASED] = learner.nickname


def say_what_goes_too(learner: Learner) -> None:
    """Say how many pictures at classmates go when a learner is erased; nothing where there are
    none."""
    if count := sum(one.pictures for one in sent_by(learner)):
        pictures = count_of(count, "picture")
        note(says("classroom", "goes_too", pictures=pictures, nickname=learner.nickname))
