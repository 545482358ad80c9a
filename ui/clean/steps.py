"""The steps of a cleaning, one on screen at a time; on Bear World with its score."""

from typing import Any

import streamlit as st

from core.content import lesson_text, says
from core.curation.reveal import rounds
from core.project.project import Project
from core.starter.bear_sets import FaultCount, faults_found
from core.words import count_of, listed
from ui.navigation import land_on
from ui.parts.choice import one_of
from ui.parts.lesson import note

STEPS = {
    "predict": "Look yourself",
    "sort": "Sort",
    "review": "Review",
    "changed": "Before and after",
    "versions": "Versions",
}
_KEY = "step"
_ROW: dict[str, Any] = {"quiet": True, "wrap": True, "bind": "query-params"}


def cleaning_step() -> str:
    """The step the learner is at."""
    return one_of(says("clean", "what_to_do"), STEPS, key=_KEY, first="sort", **_ROW)


def look_first(project: Project) -> None:
    """Invite to find wrong pictures before the model points at them, until that was done once."""
    if any(one.revealed for one in rounds(project)):
        return
    note(lesson_text("clean")["look_first"].format(step=STEPS["predict"]))


def go_to(step: str) -> None:
    """Turn to another step; for callbacks, which run before the page is drawn."""
    st.session_state[_KEY] = step
    land_on(_KEY)


def planted_faults(project: Project) -> None:
    """Say how many of the planted faults the learner has dealt with; nothing on other pictures."""
    counts = faults_found(project)
    if not counts:
        return
    st.subheader(says("clean", "what_we_planted"), anchor=False)
    st.markdown(_score(counts))
    left = [_kind(name, count) for name, count in counts.items() if count.found < count.planted]
    if left:
        st.caption(says("clean", "still_in", left=listed(left)))


def _score(counts: dict[str, FaultCount]) -> str:
    planted = sum(count.planted for count in counts.values())
    found = sum(count.found for count in counts.values())
    kinds = [
        says("clean", "of_planted", name=name, found=one.found, planted=one.planted)
        for name, one in counts.items()
    ]
    text = lesson_text("clean")["planted"]
    return text.format(found=found, planted=planted, kinds=listed(kinds))


def _kind(name: str, count: FaultCount) -> str:
    left = count.planted - count.found
    many = f"{name}s" if name.endswith(("label", "duplicate")) else name
    return count_of(left, name, many)
