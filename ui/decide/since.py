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
    """One line: what of `rests_on` is not as it was decided. It always stands there, so that it
    pushes nothing away when a slider moves or the decision is made."""
    made = load_decision(project)
    changes = [] if made is None else changed_since(made, now)
    changed = listed([NAMES[change] for change in changes if change in rests_on])
    how = "not_decided" if made is None else "changed_since" if changed else "as_decided"
    with st.container(key="since_decided"):
        st.caption(says("decide", how, changes=changed))
