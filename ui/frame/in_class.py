"""What a class adds to every page of its learners: the line above it, the common way, closed pages,
and at a shared computer the question who sits here."""

import streamlit as st

from core.classroom.classes import SchoolClass
from core.classroom.lead import only_the_line
from core.classroom.learners import Learner, learner_at, note
from core.classroom.sent import TAKEN_BACK
from core.classroom.summary import note_here
from core.content import lesson_text, says
from core.learning.pages import HOME, page_info
from core.learning.paths.paths import Place, closed_pages, open_place, place_now
from core.project.project import Project
from core.project.workspace import Workspace, new_key
from core.training.runs import hold_results
from core.words import count_of
from ui import session
from ui.classroom.strip.strip import class_strip
from ui.frame.guided_path import stop_button, visit
from ui.parts.class_seat import Seat, keep_seat, note_page, seat, topics_here
from ui.parts.lesson import as_text

TEXT = lesson_text("class_strip")
WHO = lesson_text("class_who")
_SAID = "_class_message"
_SHOWN = "_class_as_shown"
_NO_QUESTION = ("join", "teach")


def who_is_here(page_id: str) -> bool:
    """Ask, where the bare address of a shared computer could be anybody's of a class; returns
    whether it asks, and then nothing else is shown."""
    if page_id in _NO_QUESTION:
        return False
    known = [(one, found[0]) for one in session.arrived_bare() if (found := learner_at(one.path))]
    if not known:
        return False
    st.title(WHO["title"], anchor=False)
    st.markdown(WHO["text"])
    for number, (workspace, learner) in enumerate(known):
        st.button(
            WHO["me"].format(nickname=learner.nickname),
            key=f"i_am_{number}",
            icon=":material/person:",
            on_click=session.open_here,
            args=(workspace,),
        )
    if st.button(WHO["nobody"], key="i_am_new", type="tertiary"):
        session.open_here(Workspace.not_yet(new_key()))
        st.switch_page(page_info("join").file)
    return True


def class_line(project: Project, page_id: str) -> bool:
    """Show the line of the class above a page of a learner, follow the teacher's call, and note
    where the learner is; returns whether the page may be shown."""
    note_page(page_id)
    here = seat()
    hold_results(project, None if here is None else here.of.lead.results_wait)
    if here is None:
        return True
    _follow(here, project)
    keep_seat(Seat(note_here(here.learner, here.of, project, page_id), here.of))
    st.session_state[_SHOWN] = here.of
    _line()
    _taken_back(project)
    up_to, path = here.of.lead.up_to, here.of.path.guided()
    if up_to is None or page_id not in closed_pages(path, up_to):
        return True
    place = place_now(project)
    _closed(project, None if place is None else open_place(place, path, up_to))
    return False


@st.fragment
def _line() -> None:
    """The line and the teacher's message. It runs by itself when there is news, and has the whole
    page run only where that shows on the page."""
    here = seat()
    if here is None or _page_changes(here.of):
        st.rerun()
    st.session_state[_SHOWN] = here.of
    class_strip(*here)
    _say(here.of.lead.message)


def _page_changes(now: SchoolClass) -> bool:
    before: SchoolClass = st.session_state[_SHOWN]
    step = now.news - before.news
    return step > 1 or (step == 1 and not only_the_line(before.lead, now.lead, topics_here()))


def nickname_of(workspace: Workspace) -> str:
    """The nickname of the learner whose work this is; "" outside of classes."""
    found: tuple[Learner, object] | None = learner_at(workspace.path)
    return found[0].nickname if found else ""


def _follow(here: Seat, project: Project) -> None:
    """Go where the teacher calls everybody, once for each call."""
    lead, path = here.of.lead, here.of.path.guided()
    if lead.together > here.learner.came:
        note(here.learner, came=lead.together)
        visit(project, Place(path, min(lead.called, len(path.stops) - 1)))


def _say(message: str) -> None:
    """Say a new message once where it is seen on a phone, too: the line may be out of sight."""
    if message != st.session_state.get(_SAID, ""):
        st.session_state[_SAID] = message
        if message:
            st.toast(as_text(TEXT["message"].format(message=message)), duration="long")


def _taken_back(project: Project) -> None:
    """Say that pictures of a classmate went with them, until the learner has read it."""
    if not (gone := project.settings.get(TAKEN_BACK)):
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="taken_back"):
        pictures = count_of(gone, "picture")
        st.markdown(says("classroom", "taken_back", pictures=pictures), width="stretch")
        st.button(
            TEXT["read"],
            key="taken_back_read",
            on_click=project.settings.set,
            args=(TAKEN_BACK, 0),
        )


def _closed(project: Project, place: Place | None) -> None:
    """Say that a page opens later, with the way to a place that is open."""
    st.title(TEXT["closed_title"], anchor=False)
    st.markdown(TEXT["closed"])
    if place is not None and not place.finished:
        stop_button(project, place, "back_to_stop")
    elif st.button(page_info(HOME).title, key="back_home"):
        st.switch_page(page_info(HOME).file)
