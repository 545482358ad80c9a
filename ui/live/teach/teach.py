"""The live lesson on the page: one component, drawn once, over a line of its own."""

from typing import Any

import streamlit as st

from core.content import lesson_text, read, says
from core.live.teaching import teaching_of
from core.project.project import Project
from core.vision.backbone import is_converted
from core.vision.embeddings import not_embedded
from core.vision.recipe import load_recipe
from ui.live.talk import TeachingTalk
from ui.parts.background_work import quick_training
from ui.parts.component import component_file, component_html
from ui.parts.live_camera.live_camera import live_css, live_data, live_js

_WORDS = read("live.yaml", dict[str, str], "words")
_LESSON = st.components.v2.component(
    "teach_live",
    html=component_html(__file__, "teach.html", _WORDS),
    css=live_css() + component_file(__file__, "teach.css"),
    js=live_js() + component_file(__file__, "teach.js"),
)


def teach_live(project: Project) -> None:
    """Two classes, the camera with its bars, and the map; nothing of it reruns the page."""
    names = read("live.yaml", dict[str, str], "names")
    data: dict[str, Any] = {
        **live_data(project, "teach", lambda: TeachingTalk(teaching_of(project))),
        "words": _WORDS,
        "names": names,
    }
    _LESSON(key=f"teach_live_{project.id}", data=data, width="stretch", height="content")


A_MOMENT = 60
"""Pictures that are looked at within about a second."""


def looked_at_all(project: Project) -> bool:
    """Whether few enough pictures are new; offers the training that looks at all of them if not."""
    images = project.dataset.images()
    if not images or not is_converted():
        return True
    if not_embedded(images, load_recipe(project).preprocess()) <= A_MOMENT:
        return True
    st.markdown(lesson_text("live")["first_look"])
    quick_training(project, says("world", "look_at_them_now"), key="live_first_look")
    return False
