"""What a saved project came without: said once, when it has been opened."""

import streamlit as st

from core.content import says
from core.project.archive.judge import LEFT_OUT
from core.project.project import Project
from ui.parts.lesson import as_text


def tell_left_out(project: Project) -> None:
    """Says in a sentence each what *Open project* left out of the ZIP; nothing for a whole one."""
    for sentence in project.settings.get(LEFT_OUT):
        st.toast(as_text(sentence), icon=":material/info:", duration="long")


def tell_opened(project: Project) -> None:
    """The same, and that the project is open now."""
    tell_left_out(project)
    st.toast(as_text(says("frame", "now_open", name=project.name)))
