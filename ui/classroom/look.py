"""One learner's work, to look at: read where it lies, with nothing that would change it."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from core.classroom.after import work_of
from core.classroom.answers import Kept, guesses_of
from core.classroom.classes import SchoolClass
from core.classroom.ending import delete_learner
from core.classroom.learners import Learner, new_card
from core.content import lesson_text
from core.drivetrain.card.blocks import Document
from core.learning.delete_project import StillAtWork
from core.learning.report.documents import document
from core.learning.report.facts import facts
from core.project.project import Project
from ui.classroom.board.board import close_look
from ui.classroom.consent import save_everything, say_what_goes_too
from ui.classroom.stop_by_stop import stop_by_stop
from ui.parts.address import host_of, qr_code, reach
from ui.parts.class_guess import locked_words
from ui.parts.fold import fold
from ui.parts.lesson import as_text, hint, note
from ui.session import PARAMETER

TEXT = lesson_text("teach")
_CARD = "_class_new_card"
Read = Callable[[Document], None]


def look_at(of: SchoolClass, learner: Learner, read: Read) -> None:
    """Show a learner's pictures, models, guesses and report; `read(document)` draws a report."""
    st.button(TEXT["look_back"], key="look_back", icon=":material/arrow_back:", on_click=_back)
    st.subheader(learner.nickname, anchor=False)
    note(TEXT["look_only"])
    project = work_of(learner)
    if project is None:
        hint(TEXT["look_gone"])
    else:
        stop_by_stop(project, of.path.guided())
    _guesses(learner)
    if project is not None:
        _report(project, learner, read)
    with st.container(horizontal=True):
        st.button(
            TEXT["look_new_card"],
            key="look_new_card",
            help=TEXT["look_card_note"],
            on_click=_make_card,
            args=(learner,),
        )
    _card(learner)
    save_everything(learner)
    fold(TEXT["look_erase"], "look_erase", lambda: _erase(learner), icon=":material/delete:")


def _report(project: Project, learner: Learner, read: Read) -> None:
    fold(
        TEXT["look_report"].format(nickname=learner.nickname),
        "look_report",
        lambda: read(document(facts(project, date.today()), "card")),
    )


def _guesses(learner: Learner) -> None:
    made = guesses_of(learner)
    if made:
        title = f"{TEXT['look_guesses']} ({len(made)})"
        lines = "\n".join(f"- {_guess(one)}" for one in made)
        fold(title, "look_guesses", lambda: st.markdown(lines))


def _guess(one: Kept) -> str:
    said = f"{as_text(one.asked.prompt)} **{locked_words(one.asked)}**"
    if one.right is None:
        return said
    return f"{said} :gray[· {TEXT['look_right' if one.right else 'look_not_right']}]"


def _make_card(learner: Learner) -> None:
    try:
        st.session_state[_CARD] = (learner.id, new_card(learner).key)
    except StillAtWork as reason:
        st.session_state[_CARD] = (learner.id, reason)


def _card(learner: Learner) -> None:
    """The card that was just made; it is nowhere else, and gone with the next step."""
    who, key = st.session_state.get(_CARD, ("", ""))
    if who != learner.id:
        return
    if isinstance(key, StillAtWork):
        st.warning(as_text(str(key)))
        return
    way = reach()
    address = way.at(host_of(way), f"/?{PARAMETER}={key}")
    st.markdown(TEXT["look_card"].format(nickname=learner.nickname))
    st.image(qr_code(address), width=240, alt=TEXT["look_new_card"])


def _back() -> None:
    st.session_state.pop(_CARD, None)
    close_look()


def _erase(learner: Learner) -> None:
    say_what_goes_too(learner)
    sure = st.checkbox(TEXT["look_sure"].format(nickname=learner.nickname), key="look_sure")
    if st.button(TEXT["look_erase"], key="look_erase_now", disabled=not sure):
        delete_learner(learner)
        _back()
        st.rerun()
