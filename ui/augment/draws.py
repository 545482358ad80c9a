"""The picture an augmentation is tried on, and its draws as the warm worker makes them."""

from typing import Any

import streamlit as st

from core.project.project import Project
from core.project.records import ImageRecord
from core.vision.recipe import Recipe
from core.words import percent
from ui.parts.lesson import as_text
from ui.parts.worker_answer import Answer, picture_bytes, turn, warm_worker, worker_answer

DRAWS = 8
PARTNERS = 4


def awake() -> bool:
    """Whether the worker would answer; the first preview on the page says what it waits for."""
    if not warm_worker().ready:
        st.caption("Comes as soon as the fastai worker is awake.")
    return warm_worker().ready


def picture_of(project: Project, place: int) -> ImageRecord:
    """A training picture, those that are not square first: there is more to see."""
    pictures = project.dataset.images(split="train")
    pictures.sort(key=lambda image: (image.width == image.height, image.id))
    return pictures[place % len(pictures)]


def chosen_draw(project: Project) -> tuple[ImageRecord, int]:
    """The picture and the seed of its draws, with buttons for others of both."""
    with st.container(horizontal=True):
        seed = turn("draw", forward=st.button("Draw again", key="draw_again", type="primary"))
        place = turn("drawn_picture", forward=st.button("Another picture", key="another_drawn"))
    return picture_of(project, place), seed


def drawn(
    project: Project, image: ImageRecord, recipe: Recipe, seed: int, *, steady: bool, count: int
) -> Answer | None:
    """Draws of the picture; None while the worker wakes. `steady` leaves the crop's chance out."""
    mixing: dict[str, Any] = {"partners": partners(project, image)} if recipe.mixup else {}
    return worker_answer(
        "draws",
        recipe=recipe.model_dump(),
        path=str(project.dataset.image_path(image.id)),
        count=count,
        seed=seed,
        steady=steady,
        **mixing,
    )


def partners(project: Project, image: ImageRecord) -> list[tuple[str, str]]:
    """Files and labels of pictures of other classes, for mixup."""
    others = [one for one in project.dataset.images(split="train") if one.label != image.label]
    others.sort(key=lambda one: one.id)
    return [(str(project.dataset.image_path(one.id)), one.label) for one in others[:PARTNERS]]


def show_draws(image: ImageRecord, answer: Answer, *, columns: int = 4) -> None:
    """All draws, large; below each mixed one how much of which label it is now."""
    grid = st.grid(columns, min_column_width=130, gap="xsmall")
    mixed = answer["mixed"] or [None] * len(answer["pictures"])
    for number, (picture, other) in enumerate(zip(answer["pictures"], mixed, strict=True), 1):
        grid.image(
            picture_bytes(picture),
            caption=_shares(image.label, other) if other else None,
            width="stretch",
            alt=f"Draw {number} of the picture of {image.label}",
        )


def _shares(label: str, other: list[Any]) -> str:
    name, share = str(other[0]), float(other[1])
    return f"{percent(1 - share)} {as_text(label)}, {percent(share)} {as_text(name)}"
