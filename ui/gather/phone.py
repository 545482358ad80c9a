"""A phone as camera of the project: the QR code, how long it works, and what came."""

from datetime import datetime
from typing import NamedTuple

import streamlit as st

from core.content import lesson_text
from core.gather.phone import tray
from core.gather.phone.links import PhoneLink, Whose, begin_link, end_link, link_of
from core.project.project import Project
from core.words import count_of
from ui.parts.address import ask_host, qr_code, reach
from ui.parts.choice import one_of
from ui.parts.lesson import hint, note

TEXT = lesson_text("phone_camera")
REACH = lesson_text("deploy")
WHOSE: dict[Whose, str] = {"mine": TEXT["mine"], "others": TEXT["others"]}
LIVE_S = 2.0


class Came(NamedTuple):
    """What there is at one moment, to see whether a phone brought something since."""

    changed: int
    waiting: int


def phone_way(project: Project) -> None:
    """The learner shows a code: to their own phone, or to classmates."""
    whose = one_of(TEXT["whose"], WHOSE, key="whose_phone")
    note(TEXT[f"about_{whose}"])
    link = link_of(project, whose)
    if whose == "others" and not project.dataset.classes():
        hint(TEXT["no_class"])
    elif link is None:
        st.button(
            TEXT["begin"],
            type="primary",
            key="begin_phone",
            icon=":material/qr_code_2:",
            on_click=_begin,
            args=(project, whose),
        )
    else:
        _shown(link)


def _begin(project: Project, whose: Whose) -> None:
    begin_link(project, whose)


def _shown(link: PhoneLink) -> None:
    way = reach()
    picture, words = st.columns([2, 3], gap="large")
    with words:
        address = way.at(ask_host(way), f"/c/{link.id}/")
        st.code(address, language=None, wrap_lines=True)
        if way.hindrance:
            st.caption(REACH[way.hindrance])
        note(TEXT["works_until"].format(time=f"{datetime.fromtimestamp(link.ends):%H:%M}"))
        if link.came:
            st.markdown(TEXT["came"].format(pictures=count_of(link.came, "picture")))
        st.button(TEXT["end"], key="end_phone", on_click=end_link, args=(link.project, link.whose))
    with picture:
        st.image(qr_code(address), width=260, alt=TEXT["code_for"].format(address=address))


def follow_phones(project: Project) -> None:
    """While a phone may bring pictures, have the page show them as they come."""
    if any(link_of(project, whose) for whose in WHOSE):
        _follow(project, _came(project))


@st.fragment(run_every=LIVE_S)
def _follow(project: Project, before: Came) -> None:
    """The page runs again when something came, or when the work went with its class."""
    if not project.path.exists() or _came(project) != before:
        st.rerun()


def _came(project: Project) -> Came:
    return Came(project.changed(), tray.count(project))
