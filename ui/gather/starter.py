"""The starter sets on Gather: what each one is, whose it is, and one click to begin with it."""

import streamlit as st

from core.content import ASSETS, says
from core.learning.tour.place import tour_asks
from core.project.project import Project
from core.starter.bear_sets import CLASSES
from core.starter.starter_sets import FIRST, STARTERS
from core.starter.tell_apart import tell_apart
from ui.navigation import open_page
from ui.parts.fold import fold
from ui.parts.starter_set import bears_told_apart, unpack, unpack_and_train

_BEAR_WORLD = ASSETS / "images" / "bear_world.jpg"
_STRIPS = ASSETS / "images" / "starters"  # four pictures of each set, side by side


def first_pictures(project: Project) -> None:
    """What an empty page offers: the first starter set, trained on and judged in one click."""
    starter = STARTERS[FIRST]
    st.image(_BEAR_WORLD, width="stretch", alt=says("gather", "two_grizzlies_two"))
    st.markdown(says("gather", "no_pictures_yet"))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            says("gather", "start_with", title=starter.title), type="primary", key="use_starter"
        ):
            start_with(project, FIRST)
        if st.button(says("gather", "only_its_pictures"), type="tertiary", key="only_starter"):
            _only(project, FIRST)
    st.caption(starter.licence)


def starter_sets(project: Project) -> None:
    """Every set that comes with the app: begin with it at once, or only add its pictures."""
    if project.dataset.images():
        st.caption(says("gather", "they_join_pictures"))
    with st.container(key="cards_starters"):
        cards = st.grid(2, min_column_width=300, gap="small")
    for name in STARTERS:
        with cards.container():
            _set(project, name)


def tell_bears_apart(project: Project) -> None:
    """How a grizzly differs from a brown black bear, for those who have Bear World's pictures."""
    if {*CLASSES} <= {*project.dataset.classes()}:
        fold(tell_apart().title, "tell_apart", bears_told_apart)


def start_button(project: Project, name: str) -> None:
    """One click to begin with the starter set `name`; with pictures here, to add it to them."""
    title = STARTERS[name].title
    if project.dataset.images():
        if st.button(says("gather", "add", title=title), key=f"starter_{name}"):
            _only(project, name)
    elif st.button(says("gather", "start_with", title=title), key=f"start_{name}"):
        start_with(project, name)


def start_with(project: Project, name: str) -> None:
    """Adds the set, trains on it in the background, and goes to Evaluate, where it is judged. On
    the tour it only adds it: the learner stays here, and training is a stop of its own."""
    if tour_asks(project, "gather"):
        _only(project, name)
        return
    unpack_and_train(project, name)
    open_page("evaluate")


def _set(project: Project, name: str) -> None:
    starter = STARTERS[name]
    with st.container(border=True, gap="xsmall"):
        st.image(_STRIPS / f"{name.replace(' ', '_')}.jpg", alt="", width=396)
        st.markdown(f"**{starter.headline}.** {starter.description}")
        st.caption(starter.licence)
        with st.container(horizontal=True, vertical_alignment="center"):
            start_button(project, name)
            empty = not project.dataset.images()
            if empty and st.button(
                says("gather", "only_its_pictures"), type="tertiary", key=f"starter_{name}"
            ):
                _only(project, name)


def _only(project: Project, name: str) -> None:
    unpack(project, name)
    st.rerun()
