"""Pictures that have no label yet: looked at, labelled by hand or by a table, deleted."""

import streamlit as st

from core.content import lesson_text, says
from core.gather.class_names import clean_class_name
from core.gather.intake import THUMBNAIL_PX
from core.gather.meaning.questions import some
from core.gather.meaning.tables import labels_for_unlabelled
from core.gather.reading.refusal import Refused
from core.gather.staging import Part, drop
from core.project.project import Project
from core.words import count_of
from ui.gather.upload_parts import meant_class
from ui.parts.lesson import as_text, note
from ui.parts.picture_wall.picture_wall import WallPicture, page_of, picture_wall

TEXT = lesson_text("arrival")


def unlabelled_wall(project: Project) -> None:
    """Their wall with what can be done; nothing where every picture has a label."""
    waiting = project.dataset.unlabelled()
    if not waiting:
        return
    st.subheader(says("gather", "unlabelled", count=len(waiting)), anchor=False)
    note(TEXT["unlabelled"])
    actions = st.container(horizontal=True, vertical_alignment="bottom")
    pictures = [
        WallPicture(
            id=picture.id,
            path=project.dataset.thumbnail(picture.id, THUMBNAIL_PX),
            caption=picture.name.rsplit("/", 1)[-1],
        )
        for picture in page_of(waiting, key="unlabelled_page", per_page=24)
    ]
    chosen = picture_wall(
        pictures, key="unlabelled_wall", size=96, label=says("gather", "without_a_label")
    )
    with actions:
        _label(project, chosen)
        _delete(project, chosen)


def _label(project: Project, chosen: list[str]) -> None:
    label = st.selectbox(
        TEXT["unlabelled_into"],
        list(project.dataset.classes()),
        index=None,
        accept_new_options=True,
        placeholder=says("gather", "class_new_name"),
        key="unlabelled_into",
        width=260,
    )
    label = meant_class(project, label or "", "unlabelled")
    count = len(chosen)
    said = says("gather", "label_some", count=count) if count else "Label"
    if not st.button(said, disabled=not (count and label), key="unlabelled_label"):
        return
    try:
        project.dataset.label(chosen, clean_class_name(label), why="labelled on Gather")
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return
    st.rerun()


def _delete(project: Project, chosen: list[str]) -> None:
    count = len(chosen)
    said = says("gather", "delete_some", count=count) if count else "Delete"
    if st.button(said, icon=":material/delete:", disabled=not count, key="unlabelled_delete"):
        project.dataset.remove_unlabelled(chosen)
        st.rerun()


TEXT = lesson_text("arrival")


def table_alone(project: Project, parts: list[Part]) -> None:
    """Shows which of the unlabelled pictures the table names, and labels them when told to."""
    labels = labels_for_unlabelled(project, [e for part in parts for e in part.reading.tables])
    if labels:
        names = as_text(some(sorted(set(labels.values()))))
        count = count_of(len(labels), "picture")
        st.markdown(TEXT["table_alone"].format(count=count, names=names))
    else:
        st.markdown(TEXT["table_alone_nothing"])
    with st.container(horizontal=True):
        if labels and st.button(says("gather", "label_them"), type="primary", key="label_by_table"):
            for name in sorted(set(labels.values())):
                ids = [image_id for image_id, label in labels.items() if label == name]
                project.dataset.label(ids, name, why="from a table")
            drop(project)
            st.rerun()
        if st.button(says("gather", "do_not_use_it"), key="drop_arrival", type="tertiary"):
            drop(project)
            st.rerun()
