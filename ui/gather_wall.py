"""The learner's pictures on a wall: look, pick, delete, or move to another class."""

from __future__ import annotations

import streamlit as st

from core.gather.class_names import clean_class_name
from core.gather.intake import THUMBNAIL_PX
from core.gather.refusal import Refused
from core.project.project import Project
from core.project.records import ImageRecord
from ui.palette import class_marks
from ui.picture_wall import WallPicture, page_of, picture_wall
from ui.shell import as_text
from ui.sound_behind import sound_behind


@st.fragment
def gather_wall(project: Project) -> None:
    """The wall of one class or of all, sixty pictures a page, with what can be done to them."""
    shown = _class_filter(project)
    records = list(page_of(project.images(label=shown), key=f"gather_page_{shown or ''}"))
    if not records:
        st.caption("This class has no pictures yet. Bring some above.")
        return
    marks = class_marks(project.classes())
    pictures = [
        _on_wall(project, record, "" if shown else marks[record.label]) for record in records
    ]
    actions = st.container(horizontal=True, vertical_alignment="bottom")
    player = st.container()
    chosen = picture_wall(pictures, key="gather_wall", size=128, label="Your pictures")
    with actions:
        _actions(project, chosen)
    if len(chosen) == 1:
        with player:
            sound_behind(project, chosen[0])


def _class_filter(project: Project) -> str | None:
    counts = project.classes()
    names = ["", *counts]
    picked = st.pills(
        "Show",
        names,
        default="",
        required=True,
        format_func=lambda name: (
            f"{as_text(name)} {counts[name]:,}" if name else f"All {sum(counts.values()):,}"
        ),
        key="gather_shown",
        persist_state="session",
        label_visibility="collapsed",
    )
    return picked or None


def _on_wall(project: Project, record: ImageRecord, badge: str) -> WallPicture:
    return WallPicture(
        id=record.id,
        path=project.thumbnail(record.id, THUMBNAIL_PX),
        caption=record.name.rsplit("/", 1)[-1],
        badge=badge,
    )


def _actions(project: Project, chosen: list[str]) -> None:
    count = len(chosen)
    label = st.selectbox(
        "Move the selected pictures to",
        list(project.classes()),
        index=None,
        accept_new_options=True,
        placeholder="A class, or a new name",
        key="gather_move_to",
        width=260,
    )
    if st.button(f"Move {count}" if count else "Move", disabled=not (count and label)):
        _move(project, chosen, label or "")
    delete = f"Delete {count}" if count else "Delete"
    if st.button(delete, icon=":material/delete:", disabled=not count):
        project.remove(chosen, why="deleted on Gather")
        st.toast(f"{count} deleted.")
        st.rerun()


def _move(project: Project, chosen: list[str], label: str) -> None:
    try:
        clean = clean_class_name(label)
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return
    moved = project.move(chosen, clean, why="moved on Gather")
    st.toast(as_text(f"{moved} moved to {clean}."))
    st.rerun()
