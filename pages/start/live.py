"""Teach it live: two classes and a camera, and a model that learns while you watch."""

import streamlit as st

from core.content import lesson_text
from core.project.project import Project
from core.training.quick.quick import TRAINING, start_quick
from core.training.quick.training_set import CannotTrain, TrainingSet
from ui.live.teach.teach import looked_at_all, teach_live
from ui.navigation import open_page
from ui.parts.class_seat import remind_no_people
from ui.parts.lesson import hint, lesson, note
from ui.parts.page_foot import page_foot
from ui.parts.starter_set import NO_WAIT_S
from ui.session import project

TEXT = lesson_text("live")


def keep_and_go_on(here: Project) -> None:
    """Train on what there is, as on Train, and look at the mistakes."""
    if not st.button(TEXT["go_on"], type="primary", key="live_go_on"):
        return
    try:
        TrainingSet.of(here.dataset.images())
    except CannotTrain:
        hint(TEXT["not_yet"])
        return
    start_quick(here)
    TRAINING.wait(here, NO_WAIT_S)
    open_page("evaluate")


lesson("live", plan=False)
if looked_at_all(project()):
    note(TEXT["intro"])
    remind_no_people()
    teach_live(project())
    keep_and_go_on(project())
    note(TEXT["kept_here"])
page_foot("live")
