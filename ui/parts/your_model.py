"""The offer of a newer run than "your model": only a person changes it."""

import streamlit as st

from core.content import says
from core.project.project import Project
from core.project.records import RunRecord
from core.training.runs import choose_run, newer_run, run_name
from ui.parts.lesson import note


def offer_newer(project: Project, run: RunRecord, key: str) -> None:
    """One sentence and a button where the learner's model is older than the newest run."""
    newer = newer_run(project, run)
    if newer is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Use the newest run",
            key=f"{key}_use_newest",
            on_click=choose_run,
            args=(project, None),
            help=says("parts", "from_then_on"),
        )
        note(says("parts", "newer_model", model=run_name(newer)))
