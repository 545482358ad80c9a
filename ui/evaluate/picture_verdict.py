"""The learner's verdict on a picture, staged for Clean from wherever the picture is seen."""

import streamlit as st

from core.content import lesson_text
from core.project.project import Project
from core.project.records import ImageRecord, StagedChoice
from ui.navigation import page_link
from ui.parts.lesson import as_text

KEEP, DELETE = "keep", "delete"
MOST_PILLS = 9


def picture_verdict(project: Project, image_id: str, record: ImageRecord | None) -> None:
    """Keep, relabel or delete, staged at once; choosing nothing takes it back. Pictures of the
    locked test set, and those that are not in the dataset, cannot be cleaned: then it says so."""
    text = lesson_text("picture_card")
    if record is None or record.split == "test":
        st.caption(text["away" if record is None else "test"])
        return
    key = f"card_verdict_{image_id}"
    _choice(project, record, key)
    if st.session_state[key]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(text["staged"])
            page_link("clean", "Review it on Clean")


def _choice(project: Project, record: ImageRecord, key: str) -> None:
    options = {KEEP: f"Keep {as_text(record.label)}"}
    others = [name for name in project.dataset.classes() if name != record.label]
    options |= {f"relabel {name}": f"It is {as_text(name)}" for name in others}
    options[DELETE] = "Delete it"
    now = _as_option(project.cleaning.staged().get(record.id))
    label = lesson_text("picture_card")["verdict"]

    def stage() -> None:
        _stage(project, record.id, st.session_state[key])

    if len(options) <= MOST_PILLS:
        st.pills(
            label,
            list(options),
            default=now if now in options else None,
            format_func=options.__getitem__,
            key=key,
            on_change=stage,
        )
        return
    st.selectbox(
        label,
        list(options),
        index=list(options).index(now) if now in options else None,
        format_func=options.__getitem__,
        placeholder="Nothing yet",
        key=key,
        on_change=stage,
    )


def _as_option(choice: StagedChoice | None) -> str | None:
    if choice is None:
        return None
    return f"relabel {choice.label}" if choice.action == "relabel" else choice.action


def _stage(project: Project, image_id: str, option: str | None) -> None:
    if option is None:
        project.cleaning.unstage([image_id])
    elif option in (KEEP, DELETE):
        project.cleaning.stage(image_id, option)
    else:
        project.cleaning.stage(image_id, "relabel", option.removeprefix("relabel "))
