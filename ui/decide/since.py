"""Marks at a step of Decide: what it rests on that has changed since the learner decided."""

from collections.abc import Mapping, Set

import streamlit as st

from core.content import read, says
from core.drivetrain.decide.decision import load_decision
from core.drivetrain.decide.situation import Change, Situation, changed_since
from core.project.project import Project
from core.words import listed

NAMES = read("decide_since.yaml", dict[Change, str])


def since_decided(project: Project, now: Situation, rests_on: Set[Change]) -> None:
    """One line: what of `rests_on` is not as it was decided. It always stands there, so that it
    pushes nothing away when a slider moves or the decision is made."""
    made = load_decision(project)
    changes = [] if made is None else changed_since(made, now)
    changed = listed([NAMES[change] for change in changes if change in rests_on])
    how = "not_decided" if made is None else "changed_since" if changed else "as_decided"
    with st.container(key="since_decided"):
        st.caption(says("decide", how, changes=changed))


def step_marks(
    project: Project, now: Situation, rests_on: Mapping[str, Set[Change]]
) -> dict[str, str]:
    """Each step with a sign behind it: whether what it rests on is as it was decided. Without signs
    until something is decided; then all have one, so that a change makes none of them wider."""
    made = load_decision(project)
    if made is None:
        return {step: step for step in rests_on}
    changes = set(changed_since(made, now))
    return {
        step: says("decide", "step_changed" if changes & on else "step_as_decided", step=step)
        for step, on in rests_on.items()
    }
