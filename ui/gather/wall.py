"""The learner's pictures on a wall: look, pick, delete, or move to another class."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.content import says
from core.curation.health.health import DUPLICATES, Finding
from core.gather.intake import THUMBNAIL_PX
from core.project.project import Project
from core.project.records import ImageRecord
from ui.gather.actions import finding_actions, wall_actions
from ui.gather.health import finding_head, health_line
from ui.parts.chart_labels import shortened
from ui.parts.lesson import as_text
from ui.parts.palette import class_marks
from ui.parts.picture_wall.picture_wall import WallPicture, page_of, picture_wall, sound_behind

LONGEST = 24  # characters of a class's name on a button
MOST_PILLS = 8  # classes; more of them are chosen from a list
SIDES = {"train": "learned from", "valid": "held out", "test": "locked"}


@st.fragment
def gather_wall(project: Project) -> None:
    """The wall of one class or of all, or of one finding among them, and what can be done."""
    row: dict[str, Any] = {"horizontal": True, "horizontal_alignment": "distribute"}
    with st.container(vertical_alignment="center", **row):
        shown = _class_filter(project)
        pager = st.container(width="content")
    finding = health_line(project, shown)
    if finding:
        finding_head(finding)
        with pager:
            pictures = _of_finding(project, finding)
        _wall(project, pictures, finding)
        return
    with pager:
        records = list(page_of(project.dataset.images(shown), key=f"gather_page_{shown or ''}"))
    if not records:
        st.caption(says("gather", "class_no_pictures"))
        return
    marks = class_marks(project.dataset.classes())
    _wall(project, [_on_wall(project, r, "" if shown else marks[r.label]) for r in records])


def _wall(
    project: Project, pictures: Sequence[WallPicture], finding: Finding | None = None
) -> None:
    about = st.container(horizontal=True, vertical_alignment="bottom")
    actions = st.container(horizontal=True, vertical_alignment="center", key="gather_actions")
    player = st.container()
    chosen = picture_wall(
        pictures, key="gather_wall", size=128, label=says("gather", "your_pictures")
    )
    if finding:
        with about:
            finding_actions(project, chosen, finding)
    with actions:
        wall_actions(project, chosen)
    if len(chosen) == 1:
        with player:
            sound_behind(project, chosen[0])


def _class_filter(project: Project) -> str | None:
    """The class the learner chose, from pills while those fit into a few rows; None for all."""
    counts = project.dataset.classes()

    def said(name: str) -> str:
        if not name:
            return says("gather", "all", count=sum(counts.values()))
        return f"{as_text(shortened(name, LONGEST))} {counts[name]:,}"

    names = ["", *counts]
    how: dict[str, Any] = {"format_func": said, "key": "gather_shown", "persist_state": "session"}
    if len(counts) > MOST_PILLS:
        picked = st.selectbox(
            says("gather", "show"), names, label_visibility="collapsed", width=320, **how
        )
    else:
        quiet: dict[str, Any] = {"label_visibility": "collapsed", "width": "content"}
        picked = st.pills(says("gather", "show"), names, default="", required=True, **quiet, **how)
    return picked or None


def _of_finding(project: Project, finding: Finding) -> list[WallPicture]:
    """Near duplicates side by side with their group and side; others with their class's mark."""
    if finding.kind not in DUPLICATES:
        marks = class_marks(project.dataset.classes())
        some = page_of(finding.pictures, key=f"gather_page_{finding.kind}")
        return [_on_wall(project, record, marks[record.label]) for record in some]
    groups = list(enumerate(finding.groups, start=1))
    return [
        _in_group(project, record, number)
        for number, group in page_of(groups, key=f"gather_page_{finding.kind}", per_page=24)
        for record in group
    ]


def _in_group(project: Project, record: ImageRecord, number: int) -> WallPicture:
    return WallPicture(
        id=record.id,
        path=project.dataset.thumbnail(record.id, THUMBNAIL_PX),
        caption=f"{record.label} · {record.name.rsplit('/', 1)[-1]}",
        badge=f"{number} · {SIDES[record.split]}",
        tone="" if record.split == "train" else "good",
    )


def _on_wall(project: Project, record: ImageRecord, badge: str) -> WallPicture:
    return WallPicture(
        id=record.id,
        path=project.dataset.thumbnail(record.id, THUMBNAIL_PX),
        caption=record.name.rsplit("/", 1)[-1],
        badge=badge,
    )
