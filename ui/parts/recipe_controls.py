"""The knobs of the recipe and the split: each takes what is saved and returns what is chosen.

Widgets start from `value=` and the page saves what they return; nothing is seeded in the session.
`key` names the project, so that another project never inherits the knobs of this one.
"""

import streamlit as st

from core.content import says
from core.vision.augment.augmentation import ItemTransform, PadMode
from core.vision.recipe import Recipe
from ui.parts.choice import one_of

SIZES = (64, 96, 128, 160, 192, 224, 256, 320)
BATCH_SIZES = (4, 8, 16, 32, 64)
METHODS: dict[ItemTransform, str] = {
    "crop": "Crop",
    "pad": "Pad",
    "squish": "Squish",
    "random_resized_crop": "Random crop",
}
METHOD_NOTES: dict[ItemTransform, str] = {
    "crop": says("parts", "square_cut_out"),
    "pad": says("parts", "nothing_cut"),
    "squish": says("parts", "nothing_added"),
    "random_resized_crop": says("parts", "each_epoch_another"),
}
PADDINGS: dict[PadMode, str] = {"zeros": "Black", "reflection": "Mirror", "border": "Edge"}


def resize_controls(recipe: Recipe, key: str) -> Recipe:
    """`item_tfms`: how every picture gets the same size."""
    label, first = "How each picture becomes a square", recipe.item_tfm
    method = one_of(label, METHODS, key=f"{key}_method", first=first, wrap=True)
    st.caption(METHOD_NOTES[method])
    chosen = _method_detail(recipe.model_copy(update={"item_tfm": method}), key)
    size = st.select_slider(
        says("parts", "its_side_in_pixels"),
        _with(SIZES, recipe.size),
        value=recipe.size,
        key=f"{key}_size",
    )
    return chosen.model_copy(update={"size": size})


def batch_size_control(recipe: Recipe, key: str) -> Recipe:
    """`bs`: how many pictures the model sees at once."""
    bs = st.select_slider(
        says("parts", "pictures_in_a_batch"),
        _with(BATCH_SIZES, recipe.bs),
        value=recipe.bs,
        key=f"{key}_bs",
    )
    return recipe.model_copy(update={"bs": bs})


def _method_detail(recipe: Recipe, key: str) -> Recipe:
    if recipe.item_tfm == "pad":
        mode = one_of(
            says("parts", "fill_the_bars_with"), PADDINGS, key=f"{key}_pad", first=recipe.pad_mode
        )
        return recipe.model_copy(update={"pad_mode": mode})
    if recipe.item_tfm == "random_resized_crop":
        scale = st.slider(
            says("parts", "keep_least_share"),
            *(0.05, 1.0, recipe.min_scale, 0.05),
            key=f"{key}_scale",
        )
        return recipe.model_copy(update={"min_scale": scale})
    return recipe


def _with(options: tuple[int, ...], value: int) -> list[int]:
    """The options of a slider, with the saved value among them."""
    return sorted({*options, value})
