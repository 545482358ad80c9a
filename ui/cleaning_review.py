"""The staged choices before they count: what changes, take some back, apply, undo."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.project.project import Project
from core.project.records import StagedChoice
from ui.picture_wall import WallPicture, page_of, picture_wall
from ui.run_words import count_of
from ui.shell import note

EPOCH = "cleaning_epoch"


def cleaning_epoch() -> int:
    """A number that grows when staged choices change elsewhere than on the sorting wall."""
    return int(st.session_state.get(EPOCH, 0))


def cleaning_review(project: Project) -> None:
    """List what waits, before → after, with the buttons that apply it or take it back; nothing
    while there is nothing to change."""
    changes = [choice for choice in project.staged().values() if choice.action != "keep"]
    if not changes:
        return
    st.subheader("Review", anchor=False)
    picked = _changes_wall(project, changes)
    _buttons(project, changes, picked)


def undo_last_cleaning(project: Project) -> None:
    """Say what the last cleaning did and offer to undo it; nothing when there was none."""
    last = project.last_cleaning()
    if last is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"Last cleaning: {last.relabelled} relabelled, {last.deleted} deleted "
            f"(version {last.version_before} → {last.version_after}).",
            width="content",
        )
        if st.button("Undo it", key="undo_cleaning"):
            project.undo_cleaning()
            _changed_elsewhere()


def _changes_wall(project: Project, changes: Sequence[StagedChoice]) -> list[str]:
    labels = {record.id: record.label for record in project.images()}
    pictures = [
        WallPicture(
            id=choice.image_id,
            path=project.thumbnail(choice.image_id),
            caption=f"{labels[choice.image_id]} → {choice.label or 'deleted'}",
        )
        for choice in changes
        if choice.image_id in labels
    ]
    shown = page_of(pictures, key="review_page")
    return picture_wall(shown, key="review", label="Changes that wait, before and after")


def _buttons(project: Project, changes: Sequence[StagedChoice], picked: Sequence[str]) -> None:
    deletes = sum(choice.action == "delete" for choice in changes)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            f"Apply {count_of(len(changes), 'change')}", type="primary", key="apply_cleaning"
        ):
            project.apply_staged()
            _changed_elsewhere()
        back = f"Take {len(picked)} back" if picked else "Take all back"
        if st.button(back, key="take_back"):
            project.unstage(picked or [choice.image_id for choice in changes])
            _changed_elsewhere()
        note(f"{len(changes) - deletes} to relabel, {deletes} to delete. Select to take some back.")


def _changed_elsewhere() -> None:
    st.session_state[EPOCH] = cleaning_epoch() + 1
    st.rerun()
