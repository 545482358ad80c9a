"""Pictures from the webcam into one class: as many as the button is held for."""

import streamlit as st

from core.content import lesson_text, read, says
from core.project.project import Project
from ui.gather.shots import Shots, keep_shots, kept_last, take_shots
from ui.gather.upload_parts import CLASS
from ui.parts.component import component_words
from ui.parts.lesson import hint, note
from ui.parts.mailbox.mailbox import component_with_mailbox, heard, latest, take
from ui.parts.palette import class_colours

KEY = "webcam_burst"
_WHOLE_PAGE = "_webcam_ended"
_BURST = component_with_mailbox(__file__)


def webcam(project: Project, label: str) -> None:
    """The camera, once there is a class to shoot for; every shot is in the project at once. The
    classes stand beside it, too, to go from one to the next with the camera on."""
    if not label:
        st.caption(says("gather", "choose_class_first"))
        return
    _burst(project, label)
    note(lesson_text("search")["burst"])


@st.fragment
def _burst(project: Project, label: str) -> None:
    """A fragment, so that a burst costs no rerun of the page; the page follows when it ends."""
    names = list(dict.fromkeys([*project.dataset.classes(), label]))
    colours = class_colours(names)
    missing = latest(KEY, "missing")
    numbers = {event: heard(KEY, event) for event in ("shots", "missing", "into")}
    _BURST(
        key=KEY,
        data={
            "words": component_words(KEY),
            "into": label,
            "classes": [{"name": name, "colour": colours[name]} for name in names],
            "heard": numbers,
            "kept": kept_last(KEY),
        },
        on_into_change=lambda: take(KEY, "into", _turn_to),
        on_shots_change=lambda: take_shots(KEY, lambda shots: _keep(project, shots, label)),
        on_missing_change=_no_change,
    )
    if missing:
        why = read("live.yaml", dict[str, str], "no_camera")
        hint(why.get(str(missing), why["broken"]))
    if st.session_state.pop(_WHOLE_PAGE, False):
        st.rerun()


def _keep(project: Project, shots: Shots, label: str) -> int:
    if shots.last:
        st.session_state[_WHOLE_PAGE] = True
    return keep_shots(project, shots, label, "webcam")


def _turn_to(name: object) -> None:
    """The box above says the class that was pressed beside the camera, once the page runs."""
    st.session_state[CLASS] = str(name)
    st.session_state[_WHOLE_PAGE] = True


def _no_change() -> None:
    """Declares `missing` as state of the component; reading it is all that is needed."""
