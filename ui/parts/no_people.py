"""A reminder above the places where pictures come in, where the class wants no people in them."""

import streamlit as st

from core.content import lesson_text
from ui.parts.class_seat import seat

TEXT = lesson_text("no_people")


def remind_no_people() -> None:
    """Remind a learner of a class whose teacher wants no pictures of people; else nothing."""
    here = seat()
    if here is not None and here.of.lead.no_people:
        with st.container(key="no_people"):
            st.warning(TEXT["reminder"], icon=":material/no_photography:")
