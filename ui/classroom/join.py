"""Joining a class: the code, a nickname from our list, and a card with which to come back."""

from datetime import datetime
from functools import partial

import streamlit as st

from core.classroom.cards import personal_card
from core.classroom.classes import NoSuchClass, SchoolClass, class_of_id
from core.classroom.door import TooOften, try_code
from core.classroom.learners import CannotJoin, learners_of
from core.classroom.names import nicknames_to_choose
from core.classroom.starting import join_class
from core.content import lesson_text
from core.learning.paths.paths import place_now
from core.project.workspace import Workspace, new_key
from core.words import count_of
from ui import session
from ui.navigation import open_page
from ui.parts.address import host_of, qr_code, reach
from ui.parts.class_seat import Seat
from ui.parts.lesson import as_text, note

TEXT = lesson_text("join")
CODE = "code"
CODE_PX = 260  # for its few letters
_CLASS, _NAMES, _SAID = "_join_class", "_join_names", "_join_said"


def ask_code() -> SchoolClass | None:
    """The class of the code in the address or the field; None until there is one."""
    known = st.session_state.get(_CLASS)
    if known is not None:
        try:
            return class_of_id(known)
        except NoSuchClass:
            del st.session_state[_CLASS]
    typed = str(st.query_params.get(CODE) or "")
    if typed and st.session_state.get(_SAID) != typed:
        st.session_state[_SAID] = typed
        _look_up(typed)
    with st.form("join_code", border=False):
        words = st.text_input(
            TEXT["code"], value=typed, max_chars=20, key="join_code_field", width=CODE_PX
        )
        st.caption(TEXT["code_note"])
        if st.form_submit_button(TEXT["next"], type="primary", key="join_next") and words.strip():
            _look_up(words)
    return None


def _look_up(typed: str) -> None:
    try:
        found = try_code(typed, visitor())
    except NoSuchClass:
        st.warning(TEXT["wrong"])
    except TooOften as reason:
        st.warning(TEXT["too_often"].format(seconds=reason.seconds))
    else:
        st.session_state[_CLASS] = found.id
        st.rerun()


def visitor() -> str:
    """From which address somebody comes, for what is counted for each address."""
    return st.context.ip_address or "this computer"


def choose_nickname(of: SchoolClass) -> None:
    """A nickname, what joining means, and the button; a class that is closed says so at once."""
    if not of.is_open:
        st.warning(TEXT["closed"])
        st.button(TEXT["other_code"], key="other_code", on_click=_forget_class)
        return
    names = _names(of)
    chosen = st.pills(TEXT["nickname"], names, key="nickname", wrap=True)
    st.button(TEXT["others"], key="other_nicknames", type="tertiary", on_click=_other_names)
    st.markdown(TEXT["consent"])
    st.markdown(TEXT["deleted_on"].format(day=day_words(of.ends)))
    label = TEXT["join"].format(code=of.code)
    if st.button(label, key="join_now", type="primary", disabled=chosen is None):
        _join(of, str(chosen))


def day_words(moment: float) -> str:
    """A day as it is said, with its year."""
    day = datetime.fromtimestamp(moment)
    return f"{day.day} {day:%B %Y}"


def _names(of: SchoolClass) -> list[str]:
    if _NAMES not in st.session_state:
        st.session_state[_NAMES] = nicknames_to_choose({one.nickname for one in learners_of(of.id)})
    names: list[str] = st.session_state[_NAMES]
    return names


def _forget_class() -> None:
    st.session_state.pop(_CLASS, None)
    st.query_params.pop(CODE, None)


def _other_names() -> None:
    st.session_state.pop(_NAMES, None)
    st.session_state.pop("nickname", None)


def _join(of: SchoolClass, nickname: str) -> None:
    try:
        workspace, _ = join_class(of, nickname)
    except CannotJoin as reason:
        if str(reason) == "taken":
            st.session_state.pop(_NAMES, None)
        st.warning(TEXT[str(reason)])
        return
    for key in (_CLASS, _NAMES, _SAID):
        st.session_state.pop(key, None)
    session.open_here(workspace, first=True)
    st.query_params.clear()
    st.query_params[session.PARAMETER] = workspace.key
    st.rerun()


def my_card(here: Seat) -> None:
    """Who the learner is, their card, and the way to their stop."""
    nickname, way = here.learner.nickname, reach()
    address = way.at(host_of(way), f"/?{session.PARAMETER}={session.workspace_key()}")
    words, picture = st.columns([3, 2], gap="large")
    with picture:
        st.image(qr_code(address), width=260, alt=TEXT["card"])
    with words:
        st.subheader(TEXT["joined"].format(nickname=nickname), anchor=False)
        st.markdown(TEXT["card"])
        st.download_button(
            TEXT["save"],
            partial(personal_card, nickname, here.of.code, address),
            f"card-{nickname.replace(' ', '-')}.pdf",
            "application/pdf",
            key="save_card",
            icon=":material/badge:",
        )
        _begins()
        note(TEXT["deleted_on"].format(day=day_words(here.of.ends)))
        place = place_now(session.project())
        if st.button(TEXT["go"], key="go_to_stop", type="primary"):
            open_page("journey" if place is None or place.finished else place.stop.page)
    st.space("small")
    if st.button(TEXT["another"], key="another_joins", type="tertiary"):
        _begin_again()


def _begins() -> None:
    info = session.project().info()
    if info.images:
        pictures = count_of(info.images, "picture")
        st.caption(TEXT["begins"].format(title=as_text(info.name), pictures=pictures))


def _begin_again() -> None:
    """An empty seat at this computer: the one before keeps their work and their card."""
    fresh = Workspace.not_yet(new_key())
    session.open_here(fresh)
    st.query_params[session.PARAMETER] = fresh.key
    st.rerun()
