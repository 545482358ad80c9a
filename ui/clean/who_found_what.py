"""Who found what: the answer to a round of Predict, then reveal, and its score."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.content import lesson_text, says
from core.curation.reveal import (
    Round,
    Score,
    compared,
    score,
)
from core.project.project import Project
from core.words import count_of
from ui.parts.lesson import as_text
from ui.parts.picture_wall.picture_wall import WallPicture, picture_wall

TEXT = lesson_text("reveal")
SIZE = 104
GROUPS = {"both": "Found by both", "only_you": "Only by you", "only_model": "Only by the model"}


def reveal_answer(project: Project, one: Round) -> None:
    """The three groups of a revealed round, with the reasons of the model as a table."""
    groups = compared(one)._asdict()
    if not any(groups.values()):
        st.markdown(TEXT["none"])
        return
    names = {record.id: record.name for record in project.dataset.images()}
    for group, title in GROUPS.items():
        _group(project, one, group, title, [p for p in groups[group] if p in names])
    _gone(groups, names)
    _reasons(one, names)


def score_lines(one: Round, played: Sequence[Round]) -> None:
    """The score of this round and of all of them, where faults were planted on purpose; nothing
    on a learner's own pictures."""
    mine, all_ = score([one]), score(played)
    if mine is not None:
        st.markdown(_planted("planted", mine, pictures=len(one.pictures)))
    if all_ is not None and sum(other.revealed for other in played) > 1:
        st.markdown(_planted("together", all_))


def _planted(sentence: str, result: Score, **figures: int) -> str:
    faults = count_of(result.planted, "fault")
    return TEXT[sentence].format(score=result, faults=faults, **figures)


def _group(project: Project, one: Round, group: str, title: str, pictures: list[str]) -> None:
    st.markdown(f"**{title}: {len(pictures)}**")
    if not pictures:
        return
    st.caption(TEXT[group])
    picture_wall(
        [_on_the_wall(project, one, picture) for picture in pictures],
        key=f"reveal_{group}",
        size=SIZE,
        label=title,
        pick=False,
    )


def _on_the_wall(project: Project, one: Round, picture: str) -> WallPicture:
    short = ", ".join(reason.short for reason in one.found.get(picture, ())) or one.label
    planted = any(picture in fault for fault in one.planted)
    badge = "planted" if planted else ""
    return WallPicture(picture, project.dataset.thumbnail(picture), short, badge, tone="bad")


def _gone(groups: dict[str, list[str]], names: dict[str, str]) -> None:
    gone = sum(picture not in names for pictures in groups.values() for picture in pictures)
    if gone:
        st.caption(says("clean", "deleted_since", pictures=count_of(gone, "picture")))


def _reasons(one: Round, names: dict[str, str]) -> None:
    rows = [
        {
            "Picture": names[picture],
            "You": "marked" if picture in one.marked else "",
            "The model": "; ".join(reason.why for reason in reasons),
        }
        for picture, reasons in one.found.items()
        if picture in names
    ]
    if rows:
        with st.expander(says("clean", "why_doubts", pictures=count_of(len(rows), "picture"))):
            st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
            st.caption(says("clean", "the_class_is", label=as_text(one.label)))
