"""The learner's recipe: what is switched on, how often, and draws of everything together."""

import streamlit as st

from core.content import says
from core.project.project import Project
from core.vision.augment.augmentations import CATALOGUE
from core.vision.recipe import Recipe, load_recipe, save_recipe
from core.words import listed
from ui.augment.draws import DRAWS, drawn, picture_of, ready_here, show_draws
from ui.parts.worker_answer import turn, warm_worker

_OTHERS = listed([one.name for one in CATALOGUE if one.share == "p_other"])
CHANCES = {
    "p_affine": says("augment", "p_affine"),
    "p_lighting": says("augment", "p_lighting"),
    "p_other": says("augment", "p_other", names=_OTHERS),
}


def recipe_section(project: Project) -> None:
    """What is on, with its draws beside it."""
    recipe = load_recipe(project)
    st.subheader(says("augment", "your_recipe"), anchor=False)
    show_list(recipe)
    with st.container(horizontal=True):
        ready = warm_worker().ready
        again = st.button(
            says("augment", "draw_again"), key="draw_recipe_again", disabled=not ready
        )
        with st.popover(says("augment", "change_all_of_it"), key="chances"):
            with st.container(horizontal=True):
                buttons(project, recipe)
            chances(project, recipe)
    if not ready_here():
        return
    image = picture_of(project, turn("drawn_picture", forward=False))
    seed = turn("recipe_draw", forward=again)
    draws = drawn(project, image, recipe, seed, place="recipe", steady=False, count=DRAWS)
    if draws:
        show_draws(image, draws)


def show_list(recipe: Recipe) -> None:
    """What is on, in one sentence."""
    chosen = recipe.switched_on()
    if not chosen:
        st.markdown(says("augment", "nothing_switched_on"))
        return
    parts = [f"{one.name} **{one.shown(one.strength_in(recipe))}**" for one in chosen]
    on = "one_on" if len(parts) == 1 else "some_on"
    st.markdown(says("augment", on, count=len(parts), names=listed(parts)))


def buttons(project: Project, recipe: Recipe) -> None:
    """Two ways to start again."""
    if st.button(says("augment", "fastai_defaults"), key="reset_recipe"):
        kept = {"size", "item_tfm", "bs", "pad_mode", "min_scale"}
        start_again(project, Recipe.model_validate(recipe.model_dump(include=kept)))
    if st.button(
        says("augment", "nothing_at_all"), key="empty_recipe", disabled=not recipe.switched_on()
    ):
        bare = recipe.bare(uncropped=True)
        start_again(project, bare.model_copy(update={"augment": False}))


def start_again(project: Project, recipe: Recipe) -> None:
    """Save that recipe, with every knob set back to it."""
    save_recipe(project, recipe)
    turn("recipe_resets", forward=True)
    st.rerun()


def chances(project: Project, recipe: Recipe) -> None:
    """How often each kind happens to a picture."""
    key = f"{project.id}_{turn('recipe_resets', forward=False)}"
    chosen = {
        name: st.slider(label, 0.0, 1.0, float(getattr(recipe, name)), 0.05, key=f"{key}_{name}")
        for name, label in CHANCES.items()
    }
    st.caption(says("augment", "share_draws_each"))
    after = recipe.model_copy(update={name: round(share, 2) for name, share in chosen.items()})
    if after != recipe:
        save_recipe(project, after)
        st.rerun()
