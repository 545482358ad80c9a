"""A learner's pictures to take along, as folders that any other program understands."""

import tempfile
from functools import partial
from pathlib import Path

import streamlit as st

from core.project.archive.class_folders import save_class_folders
from core.project.project import Project
from ui.parts.notebook_download import download, file_stem


def class_folders_download(project: Project, key: str) -> None:
    """The ZIP, made when it is asked for, and whether it has train, valid and test folders; nothing
    without pictures."""
    if not any(project.dataset.classes().values()):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        split = st.session_state.get(f"{key}_split_folders", False)
        download(
            "Download your pictures as class folders",
            partial(_zipped, project, split),
            f"{file_stem(project.name)}-pictures.zip",
            key=f"{key}_class_folders",
            help="A folder for each class, and labels.csv with every label as you typed it. Any "
            "other program can read it, and so can Gather.",
        )
        st.toggle("In train, valid and test folders", key=f"{key}_split_folders")


def _zipped(project: Project, split_folders: bool) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / "pictures.zip"
        return save_class_folders(project, to, split_folders=split_folders).read_bytes()
