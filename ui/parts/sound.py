"""The sound behind a picture, wherever such a picture is looked at."""

from __future__ import annotations

import streamlit as st

from core.project.project import Project
from core.sounds.recording import sound_of


def sound_behind(project: Project, image_id: str) -> None:
    """A player for the sound that the picture was made of; nothing for any other picture."""
    if (heard := sound_of(project, image_id)) is not None:
        st.audio(heard, format="audio/wav")
