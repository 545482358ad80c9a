"""What can be done with the pictures picked on Gather: move, delete, call fine."""

from dataclasses import replace

import streamlit as st

from core.content import says
from core.curation.health.health import DUPLICATES, SPLIT_LEAK, Finding, call_fine
from core.gather.class_names import clean_class_name
from core.gather.reading.refusal import Refused
from core.project.dataset.split_change import change_split
from core.project.dataset.test_set import LockedPicture
from core.project.project import Project
from ui.datablock.split import way_key
from ui.gather.upload_parts import meant_class
from ui.parts.lesson import as_text


def wall_actions(project: Project, chosen: list[str], *, key: str = "gather") -> None:
    """A row of actions on the `chosen` pictures, and what to choose while there are none; `key`
    tells two such rows on one page apart."""
    count = len(chosen)
    if not count:
        st.caption(says("gather", "look_for_what"))
        return
    _move_to(project, chosen, key)
    delete = says("gather", "delete_some", count=count)
    if st.button(delete, icon=":material/delete:", key=f"{key}_delete"):
        project.dataset.remove(chosen, why="deleted on Gather")
        st.toast(says("gather", "deleted", count=count))
        st.rerun()


def finding_actions(project: Project, chosen: list[str], finding: Finding) -> None:
    """What can be done about an open finding: call it fine, or change the split."""
    if finding.kind == SPLIT_LEAK:
        _one_side(project)
    _fine(project, chosen, finding)


def _move_to(project: Project, chosen: list[str], key: str) -> None:
    count = len(chosen)
    label = st.selectbox(
        says("gather", "move_selected_pictures"),
        list(project.dataset.classes()),
        index=None,
        accept_new_options=True,
        placeholder=says("gather", "class_new_name"),
        key=f"{key}_move_to",
        label_visibility="collapsed",
        width=260,
    )
    label = meant_class(project, label or "", key)
    if st.button(says("gather", "move_some", count=count), disabled=not label, key=f"{key}_move"):
        _move(project, chosen, label)


def _move(project: Project, chosen: list[str], label: str) -> None:
    try:
        clean = clean_class_name(label)
        moved = project.dataset.move(chosen, clean, why="moved on Gather")
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return
    except LockedPicture as refusal:
        st.warning(as_text(str(refusal)))
        return
    st.toast(says("gather", "moved", count=moved, name=as_text(clean)))
    st.rerun()


def _fine(project: Project, chosen: list[str], finding: Finding) -> None:
    """Call the picked ones fine, or all of the finding where none is picked; a group of near
    duplicates is fine as a whole."""
    ids = _whole_groups(chosen, finding) if chosen else [one.id for one in finding.pictures]
    groups = finding.kind in DUPLICATES and finding.count > 1
    fine = "picked_fine" if chosen else "groups_fine" if groups else "all_fine"
    if st.button(says("gather", fine), icon=":material/check:", key="call_fine"):
        call_fine(project, finding.kind, ids)
        st.toast(says("gather", "remembered_not_suggested"))
        st.rerun()


def _whole_groups(chosen: list[str], finding: Finding) -> list[str]:
    picked = set(chosen)
    groups = [group for group in finding.groups if any(one.id in picked for one in group)]
    return [one.id for group in groups for one in group]


def _one_side(project: Project) -> None:
    """Draw the split again with near duplicates together."""
    if st.button(says("gather", "put_each_group"), type="primary", key="one_side"):
        change_split(project, replace(project.dataset.split(), kind="grouped", stratified=True))
        st.session_state.pop(way_key(project), None)  # the choice on DataBlock follows
        st.toast(says("gather", "drawn_again_near"))
        st.rerun()
