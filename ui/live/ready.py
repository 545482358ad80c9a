"""Whether a project's pictures were looked at, so that teaching begins at once."""

import streamlit as st

from core.content import lesson_text
from core.project.project import Project
from core.vision.backbone import is_converted
from core.vision.embeddings import not_embedded
from core.vision.recipe import load_recipe
from ui.parts.background_work import quick_training

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
    quick_training(project, "Look at them now", key="live_first_look")
    return False
