"""How every picture gets the same size: four methods marked on one picture, a choice, a lever."""

import streamlit as st

from core.content import lesson_text
from core.project.project import Project
from core.project.records import ImageRecord
from core.vision.recipe import Recipe, load_recipe, save_recipe
from core.vision.resize.resize_situations import situations
from ui.datablock.resize_marks import side_by_side
from ui.datablock.resize_sizes import size_lever
from ui.parts.guess import guess_choice, verdict
from ui.parts.recipe_controls import METHODS, resize_controls
from ui.parts.worker_answer import turn


def resize_exercise() -> None:
    """The situation of the moment; the next one once this is answered."""
    asked = situations()
    place = turn("situation", forward=False) % len(asked)
    situation = asked[place]
    st.caption(f"Situation {place + 1} of {len(asked)}")
    methods = list(METHODS)
    key = f"situation_{situation.id}"
    chosen = guess_choice(situation.prompt, [METHODS[one] for one in methods], key=key)
    if chosen is None:
        return
    right = METHODS[situation.right]
    verdict(methods[chosen] == situation.right, f"{right} fits best. {situation.because}")
    st.button("Next situation", key="next_situation", on_click=_next)


def _next() -> None:
    turn("situation", forward=True)


TEXT = lesson_text("resize")


def resize_card(project: Project, recipe: Recipe) -> None:
    """The whole section: what each method costs, the learner's choice, the exercise, the size.

    A choice is saved with the project at once; the page then reruns, so that code follows.
    """
    st.subheader("How does every picture get the same size?", anchor=False)
    st.markdown(TEXT["intro"])
    st.fragment(_studio)(project)
    with st.expander("Which would you choose for …?", key="resize_exercise_box"):
        st.fragment(resize_exercise)()
    with st.expander("Picture size as a lever: what does a smaller one cost?", key="size_box"):
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
        forward = st.button("Another picture", key="another_resized")
        place = turn("resized_picture", forward=forward)
        seed = turn("resize_draw", forward=st.button("Other random crops", key="other_crops"))
    return pictures[place % len(pictures)], seed


def _longer(image: ImageRecord) -> float:
    """How many times longer its long side is."""
    return max(image.width, image.height) / min(image.width, image.height)
