"""Pictures from the webcam, one shot after the other into one class."""

from __future__ import annotations

import time

import streamlit as st

from core.gather.arrivals import from_files
from core.gather.intake import take_in
from core.gather.refusal import Refused
from core.project.project import Project
from ui.gather_uploaded import next_key, taken_over, widget_key
from ui.shell import as_text

CAMERA_PX = 520


def webcam(project: Project, label: str) -> None:
    """The camera, once there is a class to shoot for; every shot is in the project at once."""
    if not label:
        st.caption("Choose a class first: then every shot goes into it.")
        return
    shot = st.camera_input(
        "Take a picture", key=widget_key("webcam"), label_visibility="collapsed", width=CAMERA_PX
    )
    if shot is None:
        return
    [(_, data)] = taken_over([shot])
    _keep(project, data, label)
    next_key("webcam")
    st.rerun()


def _keep(project: Project, data: bytes, label: str) -> None:
    name = time.strftime("webcam %Y-%m-%d %H.%M.%S.jpg")
    try:
        report = take_in(project, from_files([(name, data)], label, source="webcam"))
    except Refused as refusal:
        st.toast(as_text(str(refusal)))
        return
    reasons = [reason for _, reason in report.refused]
    st.toast(as_text(reasons[0] if reasons else f"Kept as {label}."))
