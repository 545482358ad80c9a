"""A picture from the clipboard, straight into the chosen class."""

import streamlit as st

from core.content import lesson_text
from core.project.project import Project
from ui.gather.shots import keep_shots, kept_last, take_shots
from ui.parts.component import component_words
from ui.parts.mailbox.mailbox import component_with_mailbox, heard

KEY = "paste_pictures"
_PASTE = component_with_mailbox(__file__)


def paste(project: Project, label: str) -> None:
    """A strip to paste on, once there is a class to paste into."""
    if not label:
        st.caption(lesson_text("search")["paste_first"])
        return
    _PASTE(
        key=KEY,
        data={
            "words": component_words(KEY),
            "into": label,
            "heard": heard(KEY, "shots"),
            "kept": kept_last(KEY),
        },
        on_shots_change=lambda: take_shots(
            KEY, lambda shots: keep_shots(project, shots, label, "paste")
        ),
    )
