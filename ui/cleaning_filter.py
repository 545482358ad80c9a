"""What the sorting wall shows: one class or all, training or validation, one kind of suspicion."""

from __future__ import annotations

from typing import NamedTuple, cast

import streamlit as st

from core.evaluation.suspicion import Kind
from core.project.project import Project

EVERY = ""
SPLITS = {"train": "Training", "valid": "Validation"}
KINDS: dict[str, str] = {
    "loss": "High loss",
    "label": "Label issues",
    "odd": "Odd pictures",
    "alike": "Near duplicates",
}


class Shown(NamedTuple):
    """A class ("" for all), "train" or "valid", and why a picture is here."""

    label: str
    split: str
    kind: Kind


def choose_shown(project: Project) -> Shown:
    """Three choices in one row; they are kept in the address."""
    counts = project.classes()
    classes = [EVERY, *(name for name, count in counts.items() if count)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = _one_of("Suspicious because of", KINDS, "loss", "why")
        split = _one_of("Pictures", SPLITS, "train", "of")
        label = st.selectbox(
            "Class",
            classes,
            format_func=lambda name: name or "Every class",
            key="class",
            bind="query-params",
            width=150,
        )
    return Shown(label if label in counts else EVERY, split, cast(Kind, kind))


def _one_of(label: str, names: dict[str, str], first: str, key: str) -> str:
    chosen = st.segmented_control(
        label,
        list(names),
        format_func=lambda name: names[name],
        default=first,
        required=True,
        key=key,
        bind="query-params",
        wrap=True,
    )
    return chosen if chosen in names else first
