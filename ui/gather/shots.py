"""Pictures that a component of ours hands over: checked, taken in, and answered."""

from __future__ import annotations

import base64
import binascii
import time
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.gather.arrivals import from_files
from core.gather.intake import take_in
from core.gather.reading.refusal import Refused
from core.project.project import Project
from ui.parts.lesson import as_text

MOST = 16
MAX_CHARACTERS = 12_000_000
_PREFIX = "data:image/jpeg;base64,"


@dataclass(frozen=True)
class Shots:
    """A handful of JPEGs with the id that the component waits to hear back."""

    id: str
    pictures: tuple[bytes, ...]
    last: bool


def shots_from(value: Any) -> Shots | None:
    """What a component sent, or None for anything that is no handful of JPEGs."""
    if not isinstance(value, dict) or not isinstance(value.get("pictures"), list):
        return None
    pictures = tuple(filter(None, map(_picture, value["pictures"][:MOST])))
    return Shots(str(value.get("id", ""))[:40], pictures, bool(value.get("last")))


def keep_shots(project: Project, shots: Shots, label: str, source: str) -> int:
    """Takes `shots` into the class `label`; returns how many were new. What could not be used is
    said in a toast."""
    day = time.strftime(f"{source} %Y-%m-%d %H.%M.%S")
    named = [(f"{day} {n}.jpg", data) for n, data in enumerate(shots.pictures, 1)]
    try:
        report = take_in(project, from_files(named, label, source=source))
    except Refused as refusal:
        st.toast(as_text(str(refusal)))
        return 0
    for reason in {reason for _, reason in report.refused}:
        st.toast(as_text(reason))
    return report.new


def answered(key: str) -> dict[str, Any]:
    """What the component `key` hears back: the id of the last handful, how many of it were kept."""
    answer: dict[str, Any] = st.session_state.get(f"_{key}_answer", {"taken": "", "kept": 0})
    return answer


def answer(key: str, shots: Shots, kept: int) -> None:
    """Notes what the component `key` is to hear."""
    st.session_state[f"_{key}_answer"] = {"taken": shots.id, "kept": kept}


def _picture(value: Any) -> bytes | None:
    if not isinstance(value, str) or not value.startswith(_PREFIX) or len(value) > MAX_CHARACTERS:
        return None
    try:
        return base64.b64decode(value[len(_PREFIX) :], validate=True)
    except (binascii.Error, ValueError):
        return None
