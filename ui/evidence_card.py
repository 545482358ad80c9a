"""Pictures as evidence: what you called it, what the model called it, and how sure it was."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.evaluation.top_losses import Judged
from core.project.project import Project
from ui.palette import class_marks
from ui.picture_wall import WallPicture
from ui.run_words import percent
from ui.shell import as_text
from ui.sound_behind import sound_behind

CARD_PX = 240


def evidence_cards(project: Project, pictures: Sequence[Judged], vocab: Sequence[str]) -> None:
    """A grid of large cards with label, prediction, probability and loss in words."""
    marks = class_marks(vocab)
    with st.grid(3, min_column_width=150, gap="medium", vertical_alignment="bottom"):
        for judged in pictures:
            with st.container():
                st.image(
                    project.thumbnail(judged.image_id, CARD_PX),
                    alt=f"Labelled {judged.label}, predicted {judged.predicted}",
                    width="content",
                )
                sound_behind(project, judged.image_id)
                st.markdown(_card_words(judged, marks))


def evidence_wall(project: Project, pictures: Sequence[Judged]) -> list[WallPicture]:
    """The same pictures for a `picture_wall`: how sure the model was below each."""
    return [
        WallPicture(
            id=judged.image_id,
            path=project.thumbnail(judged.image_id),
            caption=f"{percent(judged.probability)} {judged.predicted}",
        )
        for judged in pictures
    ]


def _card_words(judged: Judged, marks: dict[str, str]) -> str:
    label, predicted = as_text(judged.label), as_text(judged.predicted)
    answer = "the same" if judged.right else f"**{predicted}** ({marks[judged.predicted]})"
    return (
        f"You: **{label}** ({marks[judged.label]})  \n"
        f"Model: {answer}  \n"
        f":gray[{percent(judged.probability)} sure · loss {judged.loss:.2f}]"
    )
