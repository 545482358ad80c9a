"""The button with which a learner shows a picture to their class; nothing outside of a class."""

from pathlib import Path

import streamlit as st

from core.classroom.shared_wall import Kind, MixUp, WallRefused, hangs, show_picture
from core.content import lesson_text
from ui.parts.class_seat import seat

TEXT = lesson_text("wall")


def to_wall(kind: Kind, image: str, file: Path, made: MixUp) -> None:
    """Offer to show a picture (its id and its file) with how the model took it, or say that it
    hangs there."""
    here = seat()
    if here is None:
        return
    if hangs(here.learner, f"{kind}:{image}"):
        st.caption(TEXT["showing"])
        return
    key = f"to_wall_{kind}_{image[:12]}"
    place = st.empty()
    if place.button(TEXT["show"], key=key, icon=":material/push_pin:"):
        try:
            show_picture(here.learner, kind, image, file, made)
        except WallRefused as reason:
            st.warning(TEXT[str(reason)])
        else:
            place.caption(TEXT["showing"])
