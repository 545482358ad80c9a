"""The model answers the camera all the time; one picture of it can be looked at closer."""

import base64
import binascii
from typing import Any

import streamlit as st

from core.content import lesson_text, read
from core.drivetrain.decide.decision import load_decision
from core.gather.reading.decode import decode
from core.gather.reading.refusal import Refused
from core.live.asked import Asked
from core.project.project import Project
from core.project.records import RunRecord
from ui.navigation import page_link
from ui.parts.component import component_file, component_html
from ui.parts.lesson import as_text
from ui.parts.live_camera.live_camera import live_css, live_data, live_js
from ui.parts.mailbox.mailbox import heard, js_with_mailbox, take
from ui.predict.live_answer.talk import AskedTalk

KEY = "predict_live"
MAX_CHARACTERS = 12_000_000
_PREFIX = "data:image/jpeg;base64,"
_SHOT = "_predict_live_shot"
_WORDS = read("live.yaml", dict[str, str], "words")
_ANSWERS = st.components.v2.component(
    "live_answer",
    html=component_html(__file__, "live_answer.html", _WORDS),
    css=live_css() + component_file(__file__, "live_answer.css"),
    js=live_js() + js_with_mailbox(__file__, "live_answer.js"),
)


def live_answers(project: Project, run: RunRecord) -> bytes | None:
    """The camera with its answers; returns the JPEG that was chosen for a closer look, if any."""
    data: dict[str, Any] = {
        **live_data(project, ("ask", run.id), lambda: AskedTalk(Asked(project, run))),
        "words": _WORDS,
        "heard": heard(KEY, "closer"),
    }
    _ANSWERS(
        key=KEY,
        data=data,
        on_closer_change=lambda: take(KEY, "closer", _keep),
        width="stretch",
        height="content",
    )
    st.caption(lesson_text("live")["kept_nowhere"])
    if load_decision(project) is None:
        page_link("decide", lesson_text("live")["then_it_happens"], primary=True)
    return _decoded(st.session_state.get(_SHOT))


def _keep(sent: Any) -> None:
    """Hold the picture in this session's memory until another one is chosen."""
    if isinstance(sent, str) and sent.startswith(_PREFIX) and len(sent) <= MAX_CHARACTERS:
        try:
            st.session_state[_SHOT] = base64.b64decode(sent[len(_PREFIX) :], validate=True)
        except (binascii.Error, ValueError):
            return


def _decoded(shot: bytes | None) -> bytes | None:
    if shot is None:
        return None
    try:
        return decode(shot, "the picture").jpeg
    except Refused as refused:
        st.error(as_text(str(refused)))
        return None
