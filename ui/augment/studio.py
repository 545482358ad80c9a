"""One augmentation at a time: its strength, its draws, and whether it goes into the recipe."""

import streamlit as st

from core.content import lesson_text, read, says
from core.project.project import Project
from core.project.records import ImageRecord
from core.vision.augment.augmentation import Augmentation, Strength
from core.vision.augment.augmentations import CATALOGUE, augmentation
from core.vision.code.calls import code_alone
from core.vision.recipe import Recipe, load_recipe, save_recipe
from ui.augment.draws import DRAWS, chosen_draw, drawn, show_draws, untouched
from ui.parts.lesson import as_text
from ui.parts.worker_answer import awake, turn, warm_worker

TEXT = lesson_text("augment")
NOTES = read("augment.yaml", dict[str, str], "notes")


def studio(project: Project) -> None:
    """A list of augmentations, and the one that is chosen, large."""
    recipe = load_recipe(project)
    one = augmentation(chosen(recipe))
    knobs, said, still = st.columns([5, 4, 2], gap="medium")
    with knobs:
        strength = turn_knob(project, one, recipe)
        image, seed = chosen_draw(project)
    place = "each_picture" if one.picture_by_picture else one.place
    runs = says("augment", f"runs_{place}")
    with said:
        code = code_alone(one, recipe, strength) or "# left out"
        st.code(code, language="python", wrap_lines=True)
        st.caption(f"{NOTES[one.key]} {runs}")
    if not warm_worker().ready:
        _before_fastai(project, image, recipe)
        return
    alone = one.alone(recipe, strength)
    steady = one.place != "item_tfms"
    draws = drawn(project, image, alone, seed, place="studio", steady=steady, count=DRAWS)
    if draws is None:
        return
    still.image(
        draws.valid,
        caption=says("augment", "for_validation_nothing_random"),
        width=128,
        alt=says("augment", "as_valid", label=image.label),
    )
    show_draws(image, draws)
    how = {"name": one.name, "strength": one.shown(strength)}
    words = says("augment", "draws", count=DRAWS, label=as_text(image.label), **how)
    st.caption(words if draws.made else "Drawing …")


def _before_fastai(project: Project, image: ImageRecord, recipe: Recipe) -> None:
    """The picture as it is, and beside it how the draws come."""
    seen, asked = st.columns([2, 3], gap="medium", vertical_alignment="center")
    as_valid = says("augment", "as_valid", label=image.label)
    seen.image(
        untouched(project, image, recipe), caption=as_text(as_valid), width=240, alt=as_valid
    )
    with asked:
        awake("draws")


def chosen(recipe: Recipe) -> str:
    """The key of the augmentation the learner picked; those in the recipe have a tick."""
    names = {one.key: f"✓ {one.name}" if one.is_on(recipe) else one.name for one in CATALOGUE}
    keys = list(names)
    return st.selectbox(
        says("augment", "try_one_time"),
        keys,
        index=keys.index("rotation"),
        format_func=names.__getitem__,
        key="tried",
        width=320,
    )


def turn_knob(project: Project, one: Augmentation, recipe: Recipe) -> Strength:
    """The strength to try, in the real parameter, and the switch that puts it into the recipe; a
    strength that is only tried changes nothing there."""
    key = f"{project.id}_{turn('recipe_resets', forward=False)}_{one.key}"
    options = one.options(recipe)
    on = one.is_on(recipe)
    strength: Strength = st.select_slider(
        says("augment", "strength", name=one.name),
        options,
        value=one.strength_in(recipe) if on else one.usual,
        format_func=one.shown,
        key=f"{key}_strength",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        wanted = st.toggle(says("augment", "in_my_recipe"), value=on, key=f"{key}_on")
        another = on and strength != one.strength_in(recipe)
        use = st.button(TEXT["use_strength"], key=f"{key}_use", disabled=not another)
    if wanted != on or (use and another):
        save_recipe(project, one.put_in(recipe, strength if wanted else options[0]))
        st.rerun()
    return strength
