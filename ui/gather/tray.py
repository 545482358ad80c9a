"""Pictures of classmates that wait: looked at one by one, accepted or not."""

from collections.abc import Sequence

import streamlit as st

from core.content import lesson_text
from core.gather.phone.tray import Waiting, accept, refuse, waiting
from core.gather.reading.decode import THUMBNAIL_PX
from core.project.project import Project
from core.words import count_of
from ui.parts.lesson import as_text
from ui.parts.picture_strip.picture_strip import StripPicture, picture_strip

TEXT = lesson_text("phone_camera")
MOST_SHOWN = 12
_LEFT = "_tray_left"


def waiting_tray(project: Project) -> None:
    """Show what waits: one picture large, the others beside it, and what can become of them."""
    found = waiting(project)
    if not found:
        return
    with st.container(border=True, key="tray"):
        st.markdown(TEXT["waits"].format(pictures=count_of(len(found), "picture")))
        if left := st.session_state.pop(_LEFT, ""):
            st.warning(as_text(left))
        _one(project, _chosen(found))
        if len(found) > 1:
            _all(project, [one.id for one in found])


def _chosen(found: Sequence[Waiting]) -> Waiting:
    """The picture that is looked at; of several the learner chooses."""
    shown = {one.id: one for one in found[:MOST_SHOWN]}
    if len(shown) == 1:
        return found[0]
    strip = [StripPicture(one.id, one.file, one.label) for one in shown.values()]
    return shown[picture_strip(strip, "tray_pictures", TEXT["strip"])]


def _one(project: Project, one: Waiting) -> None:
    label = as_text(one.label)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(one.file.read_bytes(), width=THUMBNAIL_PX, alt=TEXT["picture"].format(label=label))
        with st.container(width=320):
            sender = one.sender or TEXT["guest"]
            st.markdown(TEXT["waits_one"].format(label=label, sender=sender))
            with st.container(horizontal=True):
                _accept(project, [one.id], TEXT["accept"], "accept_one")
                _refuse(project, [one.id], TEXT["refuse"], "refuse_one")


def _all(project: Project, every: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        _accept(project, every, TEXT["accept_all"].format(count=len(every)), "accept_all")
        _refuse(project, every, TEXT["refuse_all"], "refuse_all")


def _accept(project: Project, ids: list[str], words: str, key: str) -> None:
    st.button(words, key=key, icon=":material/check:", on_click=_take, args=(project, ids))


def _refuse(project: Project, ids: list[str], words: str, key: str) -> None:
    st.button(words, key=key, type="tertiary", on_click=refuse, args=(project, ids))


def _take(project: Project, ids: list[str]) -> None:
    report = accept(project, ids)
    if report.refused:
        left = TEXT["left"].format(pictures=count_of(len(report.refused), "picture"))
        st.session_state[_LEFT] = f"{left} {report.refused[0][1]}"
