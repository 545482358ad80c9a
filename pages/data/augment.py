"""Augment: what the model sees of one picture, drawn by the real fastai transforms."""

from functools import partial

import streamlit as st

from core.content import lesson_text, says
from core.project.project import Project
from core.training.experiments import experiments
from core.vision.code.datablock_code import DRAWS, augment_code, project_code
from core.vision.recipe import load_recipe
from ui.augment.draws import shown_again
from ui.augment.quiz import digits_that_flip, same_label_quiz
from ui.augment.recipe import recipe_section
from ui.augment.studio import studio
from ui.augment.timing import timing
from ui.navigation import page_link
from ui.parts.code_panel import code_panel
from ui.parts.fold import fold
from ui.parts.lesson import lesson, needs_pictures
from ui.parts.notebook_download import archive_name
from ui.parts.page_foot import page_foot
from ui.session import project as open_project

TEXT = lesson_text("augment")
EXPERIMENT = experiments()["augment"].name


def page(project: Project) -> None:
    st.fragment(studio)(project)
    st.fragment(recipe_section)(project)
    page_link("train", lesson_text("variety")["door"], how="Compare", compare=EXPERIMENT)
    st.subheader(says("augment", "still_same_label"), anchor=False)
    st.fragment(same_label_quiz)(project)
    st.fragment(fold)(says("augment", "when_flip_makes"), "digits_box", digits_that_flip)
    st.fragment(fold)(
        says("augment", "item_tfms_batch"),
        "timing_box",
        partial(costs_in_time, project),
    )
    recipe, train = load_recipe(project), len(project.dataset.images(split="train"))
    saved = project_code(recipe, archive=archive_name(project), train=train)
    code = augment_code(recipe, project.dataset.split(), train=train)
    code_panel(code, "augment_code", TEXT["code_note"], f"{saved}\n{DRAWS}")
    page_foot("augment")
    shown_again(project)


def costs_in_time(project: Project) -> None:
    timing(project)
    st.markdown(TEXT["more"])


lesson("augment")
current = open_project()
if not needs_pictures(current):
    page(current)
