"""Pictures that a component of ours hands over: checked, taken in, and answered."""

import base64
import binascii
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.gather.arrivals import from_files
from core.gather.intake import take_in
from core.gather.reading.refusal import Refused
from core.project.project import Project
from ui.parts.lesson import as_text
from ui.parts.mailbox.mailbox import take

MOST = 16
MAX_CHARACTERS = 12_000_000
_PREFIX = "data:image/jpeg;base64,"


@dataclass(frozen=True)
class Shots:
    """A handful of JPEGs for the class `into` ("" for the one now chosen); `last` ends a burst."""

    pictures: tuple[bytes, ...]
    into: str = ""
    last: bool = True


def shots_from(value: Any) -> Shots | None:
    """What a component sent, or None for anything that is no handful of JPEGs."""
    if not isinstance(value, dict) or not isinstance(value.get("pictures"), list):
        return None
    pictures = tuple(filter(None, map(_picture, value["pictures"][:MOST])))
    return Shots(pictures, str(value.get("into", "")), bool(value.get("last")))


def take_shots(key: str, keep: Callable[[Shots], int]) -> None:
    """In a callback: hand the shots of component `key` to `keep`, once, and note how many of them
    were new."""

    def use(value: Any) -> None:
        if shots := shots_from(value):
            st.session_state[f"_{key}_kept"] = keep(shots)

    take(key, "shots", use)


def kept_last(key: str) -> int:
    """How many of the last handful of component `key` were new: it hears this."""
    kept: int = st.session_state.get(f"_{key}_kept", 0)
    return kept


def keep_shots(project: Project, shots: Shots, label: str, source: str) -> int:
    """Takes `shots` into the class they were made for, else `label`; returns how many were new.
    What could not be used is said in a toast."""
    if not shots.pictures:
        return 0
    day = time.strftime(f"{source} %Y-%m-%d %H.%M.%S")
    named = [(f"{day} {n}.jpg", data) for n, data in enumerate(shots.pictures, 1)]
    try:
        report = take_in(project, from_files(named, shots.into or label, source=source))
    except Refused as refusal:
        st.toast(as_text(str(refusal)))
        return 0
    for reason in {reason for _, reason in report.refused}:
        st.toast(as_text(reason))
    return report.new


def _picture(value: Any) -> bytes | None:
    if not isinstance(value, str) or not value.startswith(_PREFIX) or len(value) > MAX_CHARACTERS:
        return None
    try:
        return base64.b64decode(value[len(_PREFIX) :], validate=True)
    except (binascii.Error, ValueError):
        return None
