"""A learner's pictures to take along, as folders that any other program understands."""

from functools import partial

import streamlit as st

from core.project.archive.class_folders import class_folder_parts
from core.project.project import Project
from ui.parts.notebook_download import file_stem
from ui.parts.streamed_download import ticket


def class_folders_download(project: Project, key: str) -> None:
    """The ZIP, made while it is sent, and whether it has train, valid and test folders; nothing
    without pictures."""
    if not any(project.dataset.classes().values()):
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_class_folders"):
        split = bool(st.session_state.get(f"{key}_split_folders", False))
        st.link_button(
            "Download your pictures as class folders",
            ticket(
                (project.path, split),
                partial(class_folder_parts, project, split_folders=split),
                f"{file_stem(project.name)}-pictures.zip",
            ),
            icon=":material/download:",
            help="A folder for each class, and labels.csv with every label as you typed it. Any "
            "other program can read it, and so can Gather.",
        )
        st.toggle("In train, valid and test folders", key=f"{key}_split_folders")
