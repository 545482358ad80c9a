"""The staged choices before they count: what changes, take some back, apply, undo."""

from collections.abc import Sequence

import streamlit as st

from core.content import lesson_text, says
from core.project.dataset.test_set import LockedPicture
from core.project.project import Project
from core.project.records import ImageRecord, StagedChoice
from core.words import count_of
from ui.clean.steps import go_to
from ui.parts.lesson import as_text, note
from ui.parts.picture_wall.picture_wall import WallPicture, page_of, picture_wall


def cleaning_review(project: Project) -> None:
    """List what waits, before → after, with the buttons that apply it or take it back."""
    records = {record.id: record for record in project.dataset.images()}
    staged = [choice for choice in project.cleaning.staged().values() if choice.image_id in records]
    changes = [choice for choice in staged if choice.action != "keep"]
    if not changes:
        _nothing_waits(len(staged))
        return
    if any(records[choice.image_id].split == "valid" for choice in changes):
        st.warning(lesson_text("clean")["valid_logged"])
    actions = st.container()
    picked = _changes_wall(project, changes, records)
    with actions:
        _buttons(project, changes, picked)


def undo_last_cleaning(project: Project) -> None:
    """Say what the last cleaning did and offer to undo it; nothing when there was none."""
    last = project.cleaning.last()
    if last is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            says(
                "clean",
                "last_cleaning",
                relabelled=last.relabelled,
                deleted=last.deleted,
                version_before=last.version_before,
                version_after=last.version_after,
            ),
            width="content",
        )
        if st.button(says("clean", "undo_it"), key="undo_cleaning"):
            project.cleaning.undo()
            st.rerun()


def _nothing_waits(kept: int) -> None:
    st.markdown(says("clean", "nothing_waits_changed"))
    if kept:
        note(says("clean", "looked_at", pictures=count_of(kept, "picture")))
    st.button(says("clean", "sort_pictures"), on_click=go_to, args=("sort",), key="sort_first")


def _changes_wall(
    project: Project, changes: Sequence[StagedChoice], records: dict[str, ImageRecord]
) -> list[str]:
    shown = page_of(changes, key="review_page")
    pictures = [_changed(project, choice, records[choice.image_id]) for choice in shown]
    return picture_wall(pictures, key="review", label=says("clean", "changes_wait_before"))


def _changed(project: Project, choice: StagedChoice, record: ImageRecord) -> WallPicture:
    checked = record.split == "valid"
    return WallPicture(
        id=choice.image_id,
        path=project.dataset.thumbnail(choice.image_id),
        caption=f"{record.label} → {choice.label or 'deleted'}",
        badge="validation" if checked else "",
        tone="warn" if checked else "",
    )


def _buttons(project: Project, changes: Sequence[StagedChoice], picked: Sequence[str]) -> None:
    deletes = sum(choice.action == "delete" for choice in changes)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            says("clean", "apply", changes=count_of(len(changes), "change")),
            type="primary",
            key="apply_cleaning",
            on_click=_apply,
            args=(project,),
        )
        back = says("clean", "take_back" if picked else "take_all_back", count=len(picked))
        if st.button(back, key="take_back"):
            project.cleaning.unstage(picked or [choice.image_id for choice in changes])
            st.rerun()
        note(says("clean", "to_apply", relabels=len(changes) - deletes, deletes=deletes))


def _apply(project: Project) -> None:
    try:
        project.cleaning.apply()
    except LockedPicture as refusal:
        st.warning(as_text(str(refusal)))
        return
    go_to("changed")
