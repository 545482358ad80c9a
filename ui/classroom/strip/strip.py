"""The line above every page of a learner in a class: who they are, time left, the teacher's words.

It asks the server for news beside Streamlit, by a small request, so that thirty screens that wait
cost nearly nothing; the page runs again only when something changed. A pause is a window of the
browser's own over the page: nothing under it is lost.
"""

import streamlit as st

from core.classroom.classes import SchoolClass
from core.classroom.learners import Learner
from core.classroom.summary import minutes_of
from core.content import lesson_text
from ui.parts.address import base_path
from ui.parts.component import component_file

TEXT = lesson_text("class_strip")
PULSE = "/class/pulse"
_STRIP = st.components.v2.component(
    "class_strip",
    html=component_file(__file__, "strip.html"),
    css=component_file(__file__, "strip.css"),
    js=component_file(__file__, "strip.js"),
)
_WORDS = ("countdown", "countdown_over", "paused_title", "paused_none", "paused_note")


def class_strip(learner: Learner, of: SchoolClass) -> None:
    """Mount the line, in every run of a page."""
    path, lead = of.path.guided(), of.lead
    on_path = learner.stop >= 0
    message = TEXT["message"].format(message=lead.message) if lead.message else ""
    _STRIP(
        key="class_strip",
        data={
            "address": f"{base_path()}{PULSE}",
            "pulse": learner.pulse,
            "news": of.news,
            "nickname": learner.nickname,
            "class": TEXT["class"].format(code=of.code),
            "stop": TEXT["stop"] if on_path else "",
            "stop_over": TEXT["stop_over"] if on_path else "",
            "since": learner.since,
            "minutes": minutes_of(path, learner.stop),
            "until": lead.until,
            "message": message,
            "paused": lead.paused,
            "words": {name: TEXT[name] for name in _WORDS},
        },
        on_news_change=lambda: None,
    )
