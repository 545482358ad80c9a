"""The training pictures that look most like one picture, with their labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from core.evaluation.lesson_text import lesson_text
from core.evaluation.neighbours import Neighbour, nearest_training
from core.production.run_files import MISSING, model_labels
from core.project.project import Project
from core.project.records import RunRecord
from core.vision.backbone import BackboneUnavailable
from ui.palette import class_marks
from ui.picture_wall import WallPicture, picture_wall
from ui.run_words import count_of
from ui.shell import as_text


def nearest_pictures(
    project: Project, run: RunRecord, path: Path, image_id: str, label: str
) -> None:
    """A row of neighbours of the picture at `path`, and how many of them carry its `label`."""
    text = lesson_text("picture_card")
    st.markdown("**Nearest training pictures**")
    try:
        preprocess = model_labels(project, run).preprocess()
        found = nearest_training(project, path, image_id, preprocess)
    except (OSError, KeyError, ValueError):
        st.caption(MISSING)
        return
    except BackboneUnavailable as reason:
        st.caption(as_text(str(reason)))
        return
    if not found:
        st.caption(text["nearest_missing"])
        return
    st.caption(f"{_agreement(found, label)} {text['nearest']}")
    picture_wall(
        _on_wall(project, found, label),
        key="card_nearest",
        size=120,
        label="Nearest training pictures",
        pick=False,
    )


def _agreement(found: Sequence[Neighbour], label: str) -> str:
    same = sum(one.label == label for one in found)
    return f"{same} of {count_of(len(found), 'neighbour')} labelled {as_text(label)}."


def _on_wall(project: Project, found: Sequence[Neighbour], label: str) -> list[WallPicture]:
    marks = class_marks(project.classes())
    return [
        WallPicture(
            id=one.image_id,
            path=project.thumbnail(one.image_id),
            caption=f"{one.label}, {one.cosine:.2f}",
            badge=marks.get(one.label, "?"),
            tone="good" if one.label == label else "warn",
        )
        for one in found
    ]
