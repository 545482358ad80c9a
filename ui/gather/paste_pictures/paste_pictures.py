"""A picture from the clipboard, straight into the chosen class."""

import streamlit as st

from core.content import lesson_text
from core.project.project import Project
from ui.gather.shots import keep_shots, kept_last, take_shots
from ui.parts.component import component_file
from ui.parts.mailbox.mailbox import heard, js_with_mailbox

KEY = "paste_pictures"
_PASTE = st.components.v2.component(
    "paste_pictures",
    html=component_file(__file__, "paste_pictures.html"),
    css=component_file(__file__, "paste_pictures.css"),
    js=js_with_mailbox(__file__, "paste_pictures.js"),
)


def paste(project: Project, label: str) -> None:
    """A strip to paste on, once there is a class to paste into."""
    text = lesson_text("search")
    if not label:
        st.caption(text["paste_first"])
        return
    words = {name: text[f"paste_{name}"] for name in _WORDS}
    _PASTE(
        key=KEY,
        data={"words": words, "into": label, "heard": heard(KEY, "shots"), "kept": kept_last(KEY)},
        on_shots_change=lambda: take_shots(
            KEY, lambda shots: keep_shots(project, shots, label, "paste")
        ),
    )


_WORDS = ("hint", "kept", "none", "empty", "refused", "waiting")
