"""The three parts of Train, one on screen at a time; which one is kept in the address."""

from __future__ import annotations

import streamlit as st

from core.project.project import Project
from core.training.experiments import under_way
from core.training.finetune import active_finetune

VIEWS = {"seconds": "Seconds", "minutes": "Minutes", "compare": "Compare"}


def train_view(project: Project) -> str:
    """The part the learner chose; where something trains when they come, that part."""
    chosen = st.segmented_control(
        "How to train",
        list(VIEWS),
        format_func=lambda view: VIEWS[view],
        default=_first(project),
        required=True,
        key="how",
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen if chosen in VIEWS else _first(project)


def _first(project: Project) -> str:
    if under_way(project) is not None:
        return "compare"
    return "minutes" if active_finetune(project) is not None else "seconds"
