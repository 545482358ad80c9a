"""A button that shares a text: by the device's own dialog, else by copying it."""

import streamlit as st

from core.content import says
from ui.parts.component import component_file

_SHARE = st.components.v2.component(
    "share",
    html=component_file(__file__, "share.html"),
    css=component_file(__file__, "share.css"),
    js=component_file(__file__, "share.js"),
)


def share_button(label: str, title: str, text: str, *, key: str) -> None:
    """Show the button; nothing leaves the browser before the learner chose where to."""
    data = {
        "label": label,
        "title": title,
        "text": text,
        "copied": says("parts", "copied"),
        "failed": says("parts", "browser_not_let"),
    }
    _SHARE(key=key, data=data, width="content")
