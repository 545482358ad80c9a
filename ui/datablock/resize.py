"""How every picture gets the same size: four methods marked on one picture, a choice, a lever."""

import streamlit as st
from PIL import Image

from core.content import lesson_text, says
from core.project.project import Project
from core.project.records import ImageRecord
from core.vision.preprocess import Method, Padding
from core.vision.recipe import Recipe, load_recipe, save_recipe
from core.vision.resize.resize_marks import (
    Box,
    drawn_on,
    mark,
    of_box,
    random_boxes,
    resized,
    resized_box,
    situations,
)
from core.words import percent
from ui.datablock.resize_sizes import size_lever
from ui.parts.guess import guess_now, verdict
from ui.parts.recipe_controls import METHODS, resize_controls
from ui.parts.worker_answer import turn

FILLINGS: dict[Padding, str] = {"zeros": "black", "reflection": "mirror", "border": "edge"}
RANDOM_SHOWN = 4


def resize_exercise() -> None:
    """The situation of the moment; the next one once this is answered."""
    asked = situations()
    place = turn("situation", forward=False) % len(asked)
    situation = asked[place]
    st.caption(says("datablock", "situation", number=place + 1, all=len(asked)))
    methods = list(METHODS)
    key = f"situation_{situation.id}"
    chosen = guess_now(situation.prompt, [METHODS[one] for one in methods], key=key)
    if chosen is None:
        return
    right = METHODS[situation.right]
    because = says("datablock", "fits_best", method=right, because=situation.because)
    verdict(methods[chosen] == situation.right, because, right)
    st.button(says("datablock", "next_situation"), key="next_situation", on_click=_next)


def _next() -> None:
    turn("situation", forward=True)


TEXT = lesson_text("resize")


def resize_card(project: Project, recipe: Recipe) -> None:
    """The whole section: what each method costs, the learner's choice, the exercise, the size.

    A choice is saved with the project at once; the page then reruns, so that code follows.
    """
    st.subheader(says("datablock", "how_every_picture"), anchor=False)
    st.markdown(TEXT["intro"])
    st.fragment(_studio)(project)
    with st.expander(says("datablock", "which_would_choose"), key="resize_exercise_box"):
        st.fragment(resize_exercise)()
    with st.expander(says("datablock", "picture_size_as"), key="size_box"):
        size_lever(project, recipe)


def _studio(project: Project) -> None:
    saved = load_recipe(project)
    image, seed = _chosen(project)
    side_by_side(project, image, saved, seed)
    recipe = resize_controls(saved, f"{project.id}_resize_{turn('resets', forward=False)}")
    if recipe != saved:
        save_recipe(project, recipe)
        st.rerun()


def _chosen(project: Project) -> tuple[ImageRecord, int]:
    """A picture of the learner's, the least square first, and the seed of the random crops."""
    pictures = project.dataset.images(split="train")
    pictures.sort(key=lambda one: (-_longer(one), one.id))
    with st.container(horizontal=True):
        forward = st.button(says("datablock", "another_picture"), key="another_resized")
        place = turn("resized_picture", forward=forward)
        seed = turn(
            "resize_draw",
            forward=st.button(says("datablock", "other_random_crops"), key="other_crops"),
        )
    return pictures[place % len(pictures)], seed


def _longer(image: ImageRecord) -> float:
    """How many times longer its long side is."""
    return max(image.width, image.height) / min(image.width, image.height)


def side_by_side(project: Project, image: ImageRecord, recipe: Recipe, seed: int) -> None:
    """The four methods on one picture, each with its price in words."""
    with Image.open(project.dataset.image_path(image.id)) as opened:
        picture = opened.convert("RGB")
    grid = st.grid(4, min_column_width=150, gap="medium")
    for method in METHODS:
        with grid.cell():
            name = METHODS[method]
            yours = says("datablock", "yours", method=name)
            st.markdown(yours if method == recipe.item_tfm else f"**{name}**")
            if method == "random_resized_crop":
                _random(picture, image, recipe, seed)
            else:
                _certain(picture, image, recipe, method)


def _certain(picture: Image.Image, image: ImageRecord, recipe: Recipe, method: Method) -> None:
    found = mark(*picture.size, method)
    _on_original(picture, [found.box], price(picture.size, method), image.label)
    if method == "pad":
        _paddings(picture, recipe)
    else:
        seen = resized(picture, method, recipe.pad_mode, recipe.size)
        st.image(
            seen,
            width="stretch",
            alt=says("datablock", "model_gets", method=METHODS[method]),
        )
    st.caption(f"**{price(picture.size, method)}**")


def _paddings(picture: Image.Image, recipe: Recipe) -> None:
    """The three fillings, the learner's own first."""
    fillings = sorted(FILLINGS, key=lambda filling: filling != recipe.pad_mode)
    grid = st.grid(2, min_column_width=60, gap="xsmall")
    for filling in fillings:
        grid.image(
            resized(picture, "pad", filling, recipe.size),
            caption=FILLINGS[filling],
            width="stretch",
            alt=says("datablock", "model_gets_padded", filling=filling),
        )


def _random(picture: Image.Image, image: ImageRecord, recipe: Recipe, seed: int) -> None:
    boxes = random_boxes(*picture.size, recipe.min_scale, RANDOM_SHOWN, seed)
    _on_original(picture, boxes, price_of_boxes(picture.size, boxes), image.label)
    drawn = st.grid(2, min_column_width=60, gap="xsmall")
    for number, box in enumerate(boxes, 1):
        alt = says("datablock", "random_crop", number=number, label=image.label)
        drawn.image(resized_box(picture, box, recipe.size), width="stretch", alt=alt)
    st.caption(f"**{price_of_boxes(picture.size, boxes)}**")


def _on_original(picture: Image.Image, boxes: list[Box], words: str, label: str) -> None:
    alt = says("datablock", "with_marks", label=label, words=words)
    st.image(drawn_on(picture, boxes), width="stretch", alt=alt)


def price(size: tuple[int, int], method: Method) -> str:
    """What a method costs a picture of this size, in words: what is lost, added, or stretched."""
    found = mark(*size, method)
    if method == "pad":
        return (
            says("datablock", "is_padding", padding=percent(found.padding))
            if found.padding
            else "Costs nothing"
        )
    if method == "squish":
        return stretched(found.stretch)
    return says("datablock", "is_lost", lost=percent(found.lost)) if found.lost else "Costs nothing"


def price_of_boxes(size: tuple[int, int], boxes: list[Box]) -> str:
    """The range of what random boxes lose, and the most one of them stretches."""
    found = [of_box(*size, box) for box in boxes]
    least, most = min(f.lost for f in found), max(f.lost for f in found)
    stretch = max(max(f.stretch, 1 / f.stretch) for f in found)
    return says("datablock", "loses", least=percent(least), most=percent(most), stretch=stretch)


def stretched(factor: float) -> str:
    """A stretch factor (width after over height after, of a square thing) in words."""
    if abs(factor - 1) < 0.005:
        return "Costs nothing"
    if factor > 1:
        return says("datablock", "wider", factor=factor)
    return says("datablock", "taller", factor=1 / factor)
