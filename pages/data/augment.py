"""Augment: what the model sees of one picture, drawn by the real fastai transforms."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.evaluation.lesson_text import lesson_text
from core.project.project import Project
from core.project.records import ImageRecord
from core.vision.recipe import Recipe, load_recipe, save_recipe
from core.vision.recipe_code import augment_code
from ui.code_panel import code_panel
from ui.questions_here import questions_here
from ui.recipe_controls import augment_controls, resize_controls
from ui.session import project as open_project
from ui.shell import as_text, lesson, needs_pictures, next_step, what_you_saw
from ui.worker_answer import Answer, picture_bytes, turn, worker_answer

TEXT = lesson_text("augment")
DRAWS = 8


def page(project: Project) -> None:
    seen, knobs = st.columns([5, 3], gap="large")
    with knobs:
        recipe = turn_knobs(project)
    with seen:
        image, seed = chosen_draw(project)
        pair = st.grid(2, min_column_width=140)
        original, valid = pair.cell(), pair.cell()
        show_original(project, image, original)
        answer = worker_answer(
            "draws",
            recipe=recipe.model_dump(),
            path=str(project.image_path(image.id)),
            count=DRAWS,
            seed=seed,
        )
        if answer:
            show_valid(image, answer, valid)
            show_draws(image, answer)
    if answer:
        guess_the_files(project, recipe, answer)
    with st.expander("Why in two steps?"):
        st.markdown(TEXT["more"])
    train = len(project.images(split="train"))
    code_panel(
        augment_code(recipe, project.split(), train=train), "augment_code", TEXT["code_note"]
    )
    questions_here("augment")
    next_step("train", "Train on pictures prepared this way.")


def turn_knobs(project: Project) -> Recipe:
    """The knobs; what they say is saved at once, for the next training too."""
    saved = load_recipe(project)
    key = f"{project.id}_{turn('recipe_resets', forward=False)}"
    st.markdown("**Same size for all** · `item_tfms`")
    recipe = resize_controls(saved, key)
    st.markdown("**Chance** · `batch_tfms`")
    recipe = augment_controls(recipe, key)
    if recipe != saved:
        save_recipe(project, recipe)
    if st.button("Back to fastai's defaults", key="reset_recipe", type="tertiary"):
        save_recipe(project, Recipe(bs=recipe.bs))
        turn("recipe_resets", forward=True)
        st.rerun()
    return recipe


def chosen_draw(project: Project) -> tuple[ImageRecord, int]:
    """One training picture and the seed of its draws, with buttons for others of both.

    Pictures that are not square come first: there is more to see.
    """
    pictures = project.images(split="train")
    pictures.sort(key=lambda image: (image.width == image.height, image.id))
    with st.container(horizontal=True):
        seed = turn("draw", forward=st.button("Draw again", key="draw_again", type="primary"))
        place = turn("drawn_picture", forward=st.button("Another picture", key="another_drawn"))
    return pictures[place % len(pictures)], seed


def show_original(project: Project, image: ImageRecord, place: DeltaGenerator) -> None:
    place.image(
        str(project.image_path(image.id)),
        caption=f"Your picture, {as_text(image.label)}: {image.width} × {image.height}",
        width="stretch",
        alt=f"The original picture of {image.label}",
    )


def show_valid(image: ImageRecord, answer: Answer, place: DeltaGenerator) -> None:
    place.image(
        picture_bytes(answer["valid"]),
        caption="What validation sees: no chance in it",
        width="stretch",
        alt=f"The picture of {image.label} as validation sees it",
    )


def show_draws(image: ImageRecord, answer: Answer) -> None:
    st.markdown(f"**What training sees**, {DRAWS} draws of the same picture")
    grid = st.grid(4, min_column_width=72, gap="xsmall")
    for number, drawn in enumerate(answer["pictures"], 1):
        alt = f"Draw {number} of the picture of {image.label}"
        grid.image(picture_bytes(drawn), width="stretch", alt=alt)
    st.caption(TEXT["label_question"])


def guess_the_files(project: Project, recipe: Recipe, answer: Answer) -> None:
    """What augmentation writes to the disk: a guess first, then the count."""
    train, here = len(project.images(split="train")), len(project.images())
    guess = st.radio(
        f"Guess: after 3 epochs on your {train} training pictures, how many new picture files "
        "are on the disk?",
        ["None", str(train), str(3 * train)],
        index=None,
        key="files_guess",
        horizontal=True,
    )
    if not guess:
        return
    different = len(set(answer["pictures"]))
    files = sum(1 for _ in (project.path / "images").rglob("*.jpg"))
    what_you_saw(
        f"You said “{guess}”. It is **none**: pictures are varied on the fly, in memory, and "
        f"forgotten. Your project holds {files} files for {here} pictures, before and after. Of "
        f"the {DRAWS} draws above {different} differ, so 3 epochs show the model up to "
        f"{3 * train if different > 1 else train} different pictures. Bringing one picture to "
        f"{recipe.size} pixels took {answer['item_ms']:.0f} ms, varying all {DRAWS} at once "
        f"{answer['batch_ms']:.0f} ms."
    )


lesson("Augment", "What does the model really see of a picture?")
current = open_project()
if not needs_pictures(current):
    page(current)
