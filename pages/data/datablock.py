"""DataBlock: the four questions fastai needs answered, on the learner's own pictures."""

import streamlit as st

from core.content import lesson_text
from core.project.project import Project
from core.vision.code.datablock_code import datablock_code, project_code
from core.vision.recipe import load_recipe
from ui.datablock.count import count_it
from ui.datablock.questions import blocks_card, items_card, label_card
from ui.datablock.resize import resize_card
from ui.datablock.split import alike_card, guess_the_seed, held_out, splitter_card
from ui.datablock.story import break_it, step_by_step
from ui.parts.code_panel import code_panel
from ui.parts.lesson import lesson, lesson_part, needs_pictures, next_part
from ui.parts.lock_test_set import lock_card
from ui.parts.notebook_download import archive_name
from ui.parts.page_foot import page_foot
from ui.session import project as open_project

TEXT = lesson_text("datablock")
QUESTIONS, FAIR, SIZE, COUNT, STORY, BREAK = PARTS = (
    "Four questions",
    "A fair check",
    "One size",
    "Count it",
    "One picture's story",
    "Break it",
)


def page(project: Project) -> None:
    part = lesson_part(PARTS, key="datablock_part")
    if part == QUESTIONS:
        four_questions(project)
    elif part == FAIR:
        a_fair_check(project)
    elif part == SIZE:
        resize_card(project, load_recipe(project))
    elif part == COUNT:
        count_it(project)
    elif part == STORY:
        step_by_step(project)
    else:
        break_it(project)
    next_part(PARTS, part, key="datablock_part")
    the_end(project)


def four_questions(project: Project) -> None:
    """One card for each question, and the pictures that the fourth holds out."""
    grid = st.grid(2, min_column_width=320, gap="medium")
    for card in (blocks_card, items_card, label_card, splitter_card):
        with grid.cell():
            card(project)
    held_out(project)


def a_fair_check(project: Project) -> None:
    """What another seed would move, what gives too much away, and what must stay shut."""
    st.markdown(TEXT["more"])
    guess_the_seed(project)
    alike_card(project)
    lock_card(project)


def the_end(project: Project) -> None:
    train = len(project.dataset.images(split="train"))
    code = datablock_code(load_recipe(project), project.dataset.split(), train=train)
    saved = project_code(load_recipe(project), archive=archive_name(project), train=train)
    code_panel(code, "datablock_code", TEXT["code_note"], saved)
    page_foot("datablock")


lesson("datablock")
current = open_project()
if not needs_pictures(current):
    page(current)
