"""Another camera: your model on pictures that look different from those it learned from."""

import streamlit as st

from core.evaluation.abroad import NotJudged, home_outcome, records_of
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import chosen_run
from ui.parts.background_work import quick_training
from ui.parts.lesson import lesson, lesson_part, needs_pictures, next_part
from ui.parts.page_foot import page_foot
from ui.session import project
from ui.world.abroad import reveal, study
from ui.world.condition import choose_condition
from ui.world.line import line_for_strange
from ui.world.teach import teach_it

PARTS = ("See it fail", "A line for “ask a human”", "Teach it")


def another_camera(here: Project, model: RunRecord) -> None:
    """One condition, and what it does to the model."""
    try:
        home = home_outcome(here, model)
    except NotJudged as reason:
        st.info(str(reason))
        quick_training(here, "Train again", key="domain_train")
        return
    condition, strength = choose_condition(records_of(here, home.image_ids), here)
    found = study(here, model, condition, strength)
    if found is None:
        return
    part = lesson_part(PARTS, "domain_part")
    if part == PARTS[0]:
        reveal(here, model, found, condition, strength)
    elif part == PARTS[1]:
        line_for_strange(here, model, found)
    else:
        teach_it(here, model, found, condition, strength)
    next_part(PARTS, part, "domain_part")


lesson("domain")
if not needs_pictures(project()):
    model = chosen_run(project())
    if model is None:
        st.markdown("There is no trained model yet. Quick training makes one in seconds.")
        quick_training(project(), "Train a model now", key="domain_train")
    else:
        another_camera(project(), model)
page_foot("domain")
