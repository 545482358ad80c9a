"""The same few validation pictures after every epoch: watch the model get surer of them."""

from collections.abc import Sequence

import streamlit as st

from core.project.project import Project
from core.training.finetune.snapshot import RunSnapshot
from core.training.outcome import JudgedPicture
from core.words import percent
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall

SIZE = 116


def picture_progress(project: Project, moment: RunSnapshot, key: str) -> None:
    """The pictures after the epoch that the learner slides to, the latest at first."""
    if not moment.pictures:
        return
    st.markdown("**The same validation pictures**: how sure it is of what they really are")
    epoch = _epoch(sorted(moment.pictures), key)
    picture_wall(
        [picture for said in moment.pictures[epoch] for picture in _on_the_wall(project, said)],
        key=f"{key}_pictures",
        size=SIZE,
        label=f"Watched validation pictures {_when(epoch)}",
        pick=False,
    )
    st.caption(in_words(moment, epoch))


def in_words(moment: RunSnapshot, epoch: int) -> str:
    """For example: After epoch 3: 11 of 12 right, on average 87 % sure of the true class."""
    said = moment.pictures[epoch]
    first = moment.pictures.get(0) if epoch else None
    before = f" Before training: {_right(first)}, {_sure(first)}." if first else ""
    return f"{_when(epoch).capitalize()}: {_right(said)}, {_sure(said)} of the true class.{before}"


def _epoch(epochs: Sequence[int], key: str) -> int:
    if len(epochs) < 2:
        return epochs[-1]
    return int(
        st.select_slider(
            "Look at them",
            epochs,
            epochs[-1],
            format_func=_when,
            key=f"{key}_epoch_{epochs[-1]}",
            label_visibility="collapsed",
        )
    )


def _when(epoch: int) -> str:
    return f"after epoch {epoch}" if epoch else "before training"


def _right(said: Sequence[JudgedPicture]) -> str:
    return f"{sum(one.is_correct for one in said)} of {len(said)} right"


def _sure(said: Sequence[JudgedPicture]) -> str:
    return f"on average {percent(sum(one.label_probability for one in said) / len(said))} sure"


def _on_the_wall(project: Project, said: JudgedPicture) -> list[WallPicture]:
    """The picture with its verdict; nothing when the project no longer has it."""
    try:
        path = project.dataset.thumbnail(said.image_id)
    except FileNotFoundError:
        return []
    caption = said.label if said.is_correct else f"{said.label}, says {said.predicted}"
    tone = "good" if said.is_correct else "bad"
    return [WallPicture(said.image_id, path, caption, percent(said.label_probability), tone)]
