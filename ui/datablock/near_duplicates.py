"""Pictures that are nearly the same, and whether the split keeps them together."""

from dataclasses import replace

import streamlit as st

from core.content import lesson_text
from core.project.dataset.split_change import alike, change_split
from core.project.project import Project
from core.project.records import ImageRecord
from ui.datablock.split import way_key
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall

TEXT = lesson_text("datablock")
SIDES = {"train": "learned from", "valid": "held out", "test": "locked"}
SHOWN = 3


def alike_card(project: Project) -> None:
    """How many near duplicates there are, how many the split tears apart, and some of them."""
    st.subheader("Nearly the same picture", anchor=False)
    with st.spinner("Comparing your pictures …"):
        groups, split_leaks = alike(project)
    if not groups:
        st.markdown("No two of your pictures are nearly the same: nothing to keep together.")
        return
    pictures = sum(len(group) for group in groups)
    st.markdown(
        f"**{pictures}** of your pictures are near duplicates, in **{len(groups)}** groups."
    )
    shown = (split_leaks or groups)[:SHOWN]
    picture_wall(
        [_on_the_wall(project, image) for group in shown for image in group[:4]],
        key="alike",
        size=112,
        label="Near duplicates and their sides",
        pick=False,
    )
    if not split_leaks:
        st.markdown("Your split keeps every one of these groups on one side.")
        return
    st.markdown(f"Your split tears **{len(split_leaks)} of {len(groups)}** apart. {TEXT['alike']}")
    st.button("Keep them together", key="keep_together", on_click=_together, args=(project,))


def _on_the_wall(project: Project, image: ImageRecord) -> WallPicture:
    tone = "good" if image.split == "valid" else ""
    path = project.dataset.thumbnail(image.id)
    return WallPicture(image.id, path, image.label, badge=SIDES[image.split], tone=tone)


def _together(project: Project) -> None:
    """Draw anew with near duplicates as one; the choice on the first card follows."""
    change_split(project, replace(project.dataset.split(), kind="grouped", stratified=True))
    st.session_state.pop(way_key(project), None)
