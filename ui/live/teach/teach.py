"""The live lesson on the page: one component, drawn once, that talks over a line of its own."""

from typing import Any

import streamlit as st

from core.content import read
from core.live.teaching import teaching_of
from core.project.project import Project
from ui.live.talk import TeachingTalk
from ui.parts.component import component_file
from ui.parts.live_camera.live_camera import live_css, live_data, live_js

_LESSON = st.components.v2.component(
    "teach_live",
    html=component_file(__file__, "teach.html"),
    css=live_css() + component_file(__file__, "teach.css"),
    js=live_js() + component_file(__file__, "teach.js"),
)


def teach_live(project: Project) -> None:
    """Two classes, the camera with its bars, and the map; nothing of it reruns the page."""
    words = read("live.yaml", dict[str, str], "words")
    names = read("live.yaml", dict[str, str], "names")
    data: dict[str, Any] = {
        **live_data(project, "teach", lambda: TeachingTalk(teaching_of(project))),
        "words": words,
        "names": names,
    }
    _LESSON(key=f"teach_live_{project.id}", data=data, width="stretch", height="content")
