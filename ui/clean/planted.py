"""On Bear World we planted the faults ourselves, so the app can say how many were found."""

from __future__ import annotations

import streamlit as st

from core.project.project import Project
from core.starter.bear_sets import FaultCount, faults_found


def planted_faults(project: Project) -> None:
    """Say how many of the planted faults the learner has dealt with; nothing on other pictures."""
    counts = faults_found(project)
    if not counts:
        return
    st.subheader("What we planted", anchor=False)
    st.markdown(_score(counts))
    left = [_kind(name, count) for name, count in counts.items() if count.found < count.planted]
    if left:
        st.caption(f"Still in there: {', '.join(left)}. Not every fault has a high loss.")


def _score(counts: dict[str, FaultCount]) -> str:
    planted = sum(count.planted for count in counts.values())
    found = sum(count.found for count in counts.values())
    return (
        f"Bear World came with faults on purpose. You have dealt with **{found} of {planted}**: "
        + ", ".join(f"{name} {count.found} of {count.planted}" for name, count in counts.items())
        + "."
    )


def _kind(name: str, count: FaultCount) -> str:
    left = count.planted - count.found
    return f"{left} {name}{'' if left == 1 or not name.endswith(('label', 'duplicate')) else 's'}"
