"""Marks at a step of Decide: what it rests on that has changed since the learner decided."""

from collections.abc import Set

import streamlit as st

from core.content import read, says
from core.drivetrain.decide.decision import load_decision
from core.drivetrain.decide.since import Change, changed_since
from core.drivetrain.decide.situation import Situation
from core.project.project import Project
from core.words import listed

NAMES = read("decide_since.yaml", dict[Change, str])


def since_decided(project: Project, now: Situation, rests_on: Set[Change]) -> None:
    """One line, once there is a decision: what of `rests_on` is not as it was then. It stands there
    from the decision on, so that it pushes nothing away when a slider moves."""
    made = load_decision(project)
    if made is None:
        return
    changed = [NAMES[change] for change in changed_since(made, now) if change in rests_on]
    with st.container(key="since_decided"):
        if changed:
            st.markdown(says("decide", "changed_since", changes=listed(changed)))
        else:
            st.markdown(says("decide", "as_decided"))
