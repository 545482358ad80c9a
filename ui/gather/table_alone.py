"""A table that was brought alone: labels for pictures that are here already without one."""

import streamlit as st

from core.content import lesson_text
from core.gather.meaning.questions import some
from core.gather.meaning.table_alone import labels_for_unlabelled
from core.gather.staging import Part, drop
from core.project.project import Project
from core.words import count_of
from ui.parts.lesson import as_text

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
        if labels and st.button("Label them", type="primary", key="label_by_table"):
            for name in sorted(set(labels.values())):
                ids = [image_id for image_id, label in labels.items() if label == name]
                project.dataset.label(ids, name, why="from a table")
            drop(project)
            st.rerun()
        if st.button("Do not use it", key="drop_arrival", type="tertiary"):
            drop(project)
            st.rerun()
