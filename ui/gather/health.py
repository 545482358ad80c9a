"""The health of the pictures in one line: plain findings, each a door to its pictures."""

import time

import streamlit as st

from core.content import says
from core.curation.health.health import (
    Checked,
    Finding,
    called_fine,
    findings,
    forget_fine,
    health_text,
    in_a_word,
    out_of_balance,
)
from core.curation.health.health_check import HEALTH, needs_check, start_check
from core.gather.intake import INTAKES
from core.project.project import Project
from core.words import percent
from ui.parts.lesson import as_text

DRAWN_FIRST = 0.5  # seconds: the page is there before anything is looked for
KEY = "gather_finding"


def health_line(project: Project, shown: str | None) -> Finding | None:
    """What is worth a look among the pictures, or how far looking is; the finding that the learner
    opened, or None. `shown` keeps to groups in which that class is."""
    _watch(project)
    check = HEALTH.progress(project)
    checked = (check and check.result) or Checked()
    found = [one.of_class(shown) for one in findings(checked, project)]
    found = [one for one in found if one.count]
    balance = out_of_balance(project.dataset.classes())
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if found or balance:
            st.markdown(says("gather", "worth_look"), width="content")
        opened = _doors(found)
        if balance:
            st.caption(" · ".join(as_text(one) for one in balance), width="content")
        if check and check.state == "finished":
            _what_else(project, bool(found or balance), checked.compared)
        if check and check.state in ("stopped", "failed"):
            _look_again(project, check.state)
    return next((one for one in found if one.kind == opened), None)


def finding_head(finding: Finding) -> None:
    """What an open finding means, above its pictures."""
    words = health_text().kinds[finding.kind]
    st.markdown(f"**{words.title}.** {words.text}")


def _doors(found: list[Finding]) -> str | None:
    """One pill a finding; the kind of the open one."""
    if not found:
        return None
    words = {one.kind: in_a_word(one) for one in found}
    return st.pills(
        says("gather", "worth_a_look"),
        list(words),
        format_func=lambda kind: words.get(kind, kind),
        wrap=True,
        key=KEY,
        label_visibility="collapsed",
        width="content",
    )


def _what_else(project: Project, found: bool, compared: bool) -> None:
    """What else there is to say or to ask for, when there is something."""
    fine = sum(len(ids) for ids in called_fine(project).values())
    if not found:
        st.caption(says("gather", "we_looked_at"), width="content")
    if fine and st.button(says("gather", "ask_again", count=fine), type="tertiary"):
        forget_fine(project)
        st.rerun()
    if not compared and st.button(
        says("gather", "look_pictures_unlike"), type="tertiary", key="look_thoroughly"
    ):
        start_check(project, thorough=True)
        st.rerun()


def _look_again(project: Project, state: str) -> None:
    ended = "look_stopped" if state == "stopped" else "look_failed"
    st.caption(says("gather", ended), width="content")
    if st.button(says("gather", "look_again"), type="tertiary", key="look_again"):
        start_check(project)
        st.rerun()


def _watch(project: Project) -> None:
    check = HEALTH.progress(project)
    with st.container():  # stays when the check has ended: or the wall below would be drawn again
        if (check and check.state == "running") or needs_check(project):
            st.fragment(_watching, run_every=1.0)(project, time.monotonic())


def _watching(project: Project, drawn: float) -> None:
    """Runs again every second with the `drawn` of the first time: so the check begins when the
    page is there, and the page is drawn again when the check has ended."""
    check = HEALTH.progress(project)
    first = time.monotonic() - drawn < DRAWN_FIRST
    if not (check and check.state == "running"):
        if needs_check(project):
            _begin(project, first)
        elif not first:
            st.rerun()
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"{check.message} ({percent(check.fraction)})", width="content")
        if st.button(says("gather", "stop"), key="stop_health", type="tertiary"):
            HEALTH.stop(project)


def _begin(project: Project, first: bool) -> None:
    st.caption(says("gather", "looking_through_pictures"))
    if not first and not INTAKES.running(project):
        start_check(project)
