"""The joined set: the teacher makes it, learners open a copy."""

from functools import partial

import pandas as pd
import streamlit as st

from core.classroom.classes import SchoolClass
from core.classroom.joined import (
    JoinedFigures,
    JoinedSet,
    joined_of,
    make_joined,
    open_copy,
    open_to_learners,
    works,
)
from core.classroom.union import SharedName, shared_names
from core.content import lesson_text
from core.jobs.background import Background, Job, stop_here
from core.project.project import Project
from core.project.workspace import Workspace
from core.words import count_of
from ui.navigation import open_page
from ui.parts.background_work import watched
from ui.parts.class_seat import Seat
from ui.parts.lesson import as_text, hint, note
from ui.session import project

TEXT = lesson_text("joined")
JOINING = Background[JoinedSet]("join the pictures of a class", at_once=1, kept=4)
SEVERAL = 2
_REMARKS = ("twice", "alike", "settled", "tied", "no_room")


def join_pictures(of: SchoolClass) -> None:
    """For the teacher: which classes match, one set from those chosen, and who may copy it."""
    st.markdown(TEXT["about"])
    here, made = project(), joined_of(of)
    if watched(JOINING, here, key="stop_joining", about=of.id):
        return
    ended = JOINING.progress(here, of.id)
    if ended is not None and ended.state == "failed":
        st.error(TEXT["no_room_here"])
    if made is not None:
        _made(of, made)
    found = shared_names({name: one.dataset.classes() for name, one in works(of).items()})
    if not found:
        hint(TEXT["nothing"])
        return
    _matches(found)
    wanted = st.multiselect(
        TEXT["wanted"],
        [one.name for one in found],
        default=[one.name for one in found if one.learners >= SEVERAL],
        key="joined_classes",
    )
    label = TEXT["make" if made is None else "remake"]
    if st.button(label, key="make_joined", disabled=not wanted, icon=":material/merge:"):
        JOINING.start(here, partial(_work, of, tuple(wanted)), about=of.id)
        st.rerun()


def _work(of: SchoolClass, wanted: tuple[str, ...], job: Job[JoinedSet]) -> JoinedSet:
    def step(done: int, total: int) -> None:
        stop_here(job.stop)
        job.report(done / max(total, 1), TEXT["making"].format(done=done, all=total))

    return make_joined(of, TEXT["title"].format(code=of.code), wanted, step)


def _matches(found: list[SharedName]) -> None:
    rows = [
        {
            TEXT["class"]: as_text(one.name),
            TEXT["spelled"]: as_text(", ".join(one.spellings[1:])),
            TEXT["learners"]: one.learners,
            TEXT["pictures"]: one.pictures,
        }
        for one in found
    ]
    table = pd.DataFrame(rows).set_index(TEXT["class"])
    if not any(len(one.spellings) > 1 for one in found):
        table = table.drop(columns=TEXT["spelled"])
    st.table(table)
    note(TEXT["rule"])


def _made(of: SchoolClass, made: JoinedSet) -> None:
    with st.container(border=True, key="joined_set"):
        st.markdown(_words(made.figures))
        st.toggle(
            TEXT["open"],
            value=made.figures.is_open,
            key="joined_open",
            on_change=lambda: open_to_learners(of, bool(st.session_state["joined_open"])),
        )
        note(TEXT["open_note"])
        _copy_button(of, made, TEXT["mine"])


def _words(figures: JoinedFigures) -> str:
    first = TEXT["made"].format(
        pictures=count_of(figures.pictures, "picture"),
        learners=count_of(figures.learners, "learner"),
    )
    counts = {name: int(getattr(figures, name)) for name in _REMARKS}
    more = [
        TEXT[name].format(pictures=count_of(count, "picture"))
        for name, count in counts.items()
        if count
    ]
    return "\n".join([first, "", *(f"- {line}" for line in more)])


def copy_joined(here: Seat, made: JoinedSet) -> None:
    """For a learner: the set of the class, and a copy of it to train on."""
    st.markdown(TEXT["offer"])
    st.markdown(_words(made.figures))
    _copy_button(here.of, made, TEXT["copy"])
    note(TEXT["copy_note"])


def _copy_button(of: SchoolClass, made: JoinedSet, label: str) -> None:
    if not st.button(label, key="copy_joined", icon=":material/content_copy:"):
        return
    try:
        open_copy(of, made, _workspace(project()))
    except OSError:
        st.error(TEXT["no_room_here"])
        return
    open_page("gather")


def _workspace(here: Project) -> Workspace:
    return Workspace("", here.path.parents[1])
