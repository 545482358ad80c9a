"""The ways in: a folder, files and ZIPs, the webcam, sounds, a starter set."""

from __future__ import annotations

import streamlit as st

from core.gather.arrivals import Arrivals, from_folder
from core.gather.intake_jobs import start_intake
from core.gather.mixed import from_files_and_zips, is_zip
from core.gather.refusal import Refused
from core.project.project import Project
from ui.gather_class import class_choice
from ui.gather_sounds import sounds
from ui.gather_starter import starter_sets
from ui.gather_uploaded import next_key, taken_over, widget_key
from ui.gather_webcam import webcam
from ui.shell import as_text

FOLDER, FILES, CAMERA = "A folder", "Files or a ZIP", "Webcam"
SOUNDS, STARTER = "Sounds", "Starter sets"
MAX_FILE_MB = 50
MAX_ZIP_MB = 500


def ways_in(project: Project) -> None:
    """The learner chooses how to bring pictures; what they bring starts its intake at once."""
    way = st.segmented_control(
        "How do you bring them?",
        [FOLDER, FILES, CAMERA, SOUNDS, STARTER],
        default=FOLDER,
        required=True,
        key="gather_way",
        persist_state="session",
    )
    shows = {
        FOLDER: _folder,
        FILES: _files,
        CAMERA: _camera,
        SOUNDS: sounds,
        STARTER: starter_sets,
    }
    shows[way or FOLDER](project)


def _folder(project: Project) -> None:
    st.caption(
        "Make one folder for each class and put them into one folder: `bears/black`, "
        "`bears/grizzly`. Drop the outer one here; each inner folder becomes a class. "
        "With more than 500 pictures a ZIP is much faster."
    )
    files = st.file_uploader(
        "Drop a folder of class folders",
        accept_multiple_files="directory",
        max_upload_size=MAX_FILE_MB,
        key=widget_key("folder"),
        label_visibility="collapsed",
    )
    if files:
        _begin(project, from_folder(taken_over(files)), "folder")


def _files(project: Project) -> None:
    label = class_choice(project)
    files = st.file_uploader(
        "Drop photos, or a ZIP of class folders",
        accept_multiple_files=True,
        max_upload_size=MAX_ZIP_MB,
        key=widget_key("files"),
        help="JPEG, PNG, WEBP, GIF, BMP and AVIF. A ZIP names its own classes by its folders.",
    )
    if not files:
        return
    if not label and not all(is_zip(file.name, file.getvalue()[:4]) for file in files):
        st.info("Choose a class above, then they come in.")
        return
    try:
        arrivals = from_files_and_zips([(file.name, file.getvalue()) for file in files], label)
    except Refused as refusal:
        st.error(as_text(str(refusal)))
        return
    taken_over(files)
    _begin(project, arrivals, "files")


def _camera(project: Project) -> None:
    webcam(project, class_choice(project))


def _begin(project: Project, arrivals: Arrivals, widget: str) -> None:
    if not start_intake(project, arrivals):
        st.toast("Other pictures are still coming in. Bring these again when they have ended.")
    next_key(widget)
    st.rerun()
