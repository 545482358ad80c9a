"""Files to take along: the saved project and the notebook that reads it."""

import re
from collections.abc import Callable
from functools import partial
from mimetypes import guess_type
from typing import Any
from unicodedata import normalize

import streamlit as st

from core.content import says
from core.production.notebook import notebook
from core.project.archive.class_folders import class_folder_parts
from core.project.archive.saving import saved_project
from core.project.archive.size import why_not_saved
from core.project.archive.streamed_zip import Download
from core.project.project import Project
from core.training.enough import enough_to_begin
from ui.parts.streamed_download import streamed_download
from ui.session import project

LONGEST_STEM = 60


def saved_download(label: str, project: Project, *, key: str, **look: Any) -> None:
    """A button for the whole project as one ZIP, made while it is sent."""
    if reason := why_not_saved(project):
        st.warning(reason)
        return
    make = partial(saved_project, project)
    streamed_download(label, project.path, make, archive_name(project), key=key, **look)


def file_stem(name: str) -> str:
    """A project's name as a file name that every system accepts: letters of any script, digits."""
    words = re.sub(r"[\W_]+", "-", normalize("NFC", name)).strip("-").lower()
    return words[:LONGEST_STEM].strip("-") or "project"


def archive_name(here: Project) -> str:
    """What the browser calls the saved project, so that printed code finds it."""
    return f"{file_stem(here.name)}.zip"


def download(
    label: str, make: Callable[[], bytes | str], file: str, *, key: str, **how: Any
) -> None:
    """A button for one file; it is made when it is asked for, and the page does not run again."""
    kind = guess_type(file)[0] or "application/octet-stream"
    look = {"icon": ":material/download:", **how}
    st.download_button(label, make, file, kind, key=key, on_click="ignore", **look)


def notebook_download(key: str) -> None:
    """Two buttons, for the two files that belong into one folder; nothing without pictures.

    Both files are made when they are asked for, not on every visit.
    """
    here = project()
    if not enough_to_begin(here.dataset.classes()):
        return
    stem = file_stem(here.name)
    with st.container(horizontal=True, vertical_alignment="center"):
        made = partial(notebook, here, archive_name(here))
        download(
            says("parts", "download_as_notebook"), made, f"{stem}.ipynb", key=f"{key}_notebook"
        )
        quiet = {"icon": None, "type": "tertiary"}
        saved_download(says("parts", "and_its_pictures"), here, key=f"{key}_pictures", **quiet)
    st.caption(says("parts", "about_notebook", stem=stem))


def class_folders_download(project: Project, key: str) -> None:
    """The ZIP, made while it is sent, and whether it has train, valid and test folders; nothing
    without pictures."""
    if not any(project.dataset.classes().values()):
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_class_folders"):
        split = bool(st.session_state.get(f"{key}_split_folders", False))
        streamed_download(
            says("parts", "download_pictures_class"),
            (project.path, split),
            lambda: Download(class_folder_parts(project, split_folders=split)),
            f"{file_stem(project.name)}-pictures.zip",
            key=f"{key}_class_folders_zip",
            help=says("parts", "folder_for_each"),
        )
        st.toggle(says("parts", "train_valid_test"), key=f"{key}_split_folders")
