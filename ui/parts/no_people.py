"""A reminder where pictures come in and where models go out, where the class wants no people."""

import streamlit as st

from core.content import lesson_text
from ui.parts.class_seat import seat

TEXT = lesson_text("no_people")


def remind_no_people(words: str = "reminder") -> None:
    """Remind a learner of a class whose teacher wants no pictures of people; else nothing. `words`
    is the entry of no_people.yaml that says it."""
    here = seat()
    if here is not None and here.of.lead.no_people:
        with st.container(key="no_people"):
            st.warning(TEXT[words], icon=":material/no_photography:")
