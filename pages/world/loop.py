"""The model that agrees with itself: feedback loops and bias amplification."""

import streamlit as st

from core.content import says
from core.project.project import Project
from ui.parts.background_work import quick_training
from ui.parts.lesson import lesson, lesson_part, needs_pictures, next_part
from ui.parts.page_foot import page_foot
from ui.session import project
from ui.world.own_labels import can_be_played, eight_rounds_of_labels
from ui.world.really_well import really_well
from ui.world.two_towns import patrols

PARTS = ("Eight rounds", "Two towns", says("world", "what_if_goes"))


def rounds(here: Project) -> None:
    """The learner's own pictures, once the model has looked at them."""
    if can_be_played(here):
        eight_rounds_of_labels(here)
        return
    st.markdown(says("world", "train_once_first"))
    quick_training(here, says("world", "train_a_model_now"), key="loop_train")


lesson("loop")
if not needs_pictures(project()):
    part = lesson_part(PARTS, "loop_part")
    if part == PARTS[0]:
        rounds(project())
    elif part == PARTS[1]:
        patrols(project())
    else:
        really_well(project())
    next_part(PARTS, part, "loop_part")
page_foot("loop")
