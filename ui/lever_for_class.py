"""From a class to an action: which of the plan's levers the learner would pull."""

from __future__ import annotations

import streamlit as st

from core.drivetrain.plan import load_plan
from core.project.project import Project
from ui.navigation import page_link
from ui.shell import as_text

SETTING = "lever_for_class"
NOTHING = "Nothing"


def lever_for_class(project: Project, label: str) -> None:
    """Ask what the learner does when the model says `label`, among their own levers; keep it."""
    levers = [lever.name.strip() for lever in load_plan(project).levers if lever.name.strip()]
    if not levers:
        st.markdown("An answer is worth what you do with it. You have no levers yet:")
        page_link("levers", "Name your levers", primary=True)
        return
    chosen = _choices(project)
    key = f"lever_{project.id}_{label}"
    st.pills(
        f"Your levers: if it says **{as_text(label)}**, what do you do?",
        [*dict.fromkeys(levers), NOTHING],
        default=chosen.get(label) if chosen.get(label) in (*levers, NOTHING) else None,
        format_func=as_text,
        wrap=True,
        key=key,
        on_change=_keep,
        args=(project, label, key),
    )


def _choices(project: Project) -> dict[str, str]:
    return dict(project.setting(SETTING) or {})


def _keep(project: Project, label: str, key: str) -> None:
    choices = _choices(project)
    choices[label] = st.session_state[key]
    project.set_setting(SETTING, {name: lever for name, lever in choices.items() if lever})
