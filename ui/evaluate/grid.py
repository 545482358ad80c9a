"""The one grid of pictures that shows whatever was selected; each of them opens."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from core.evaluation.evidence_sets import EvidenceSet
from core.evaluation.held_back import held_back_pictures
from core.evaluation.selection import Selection
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import JudgedPicture, Outcome
from core.words import count_of, percent
from ui.evaluate.picture import picture_card
from ui.evaluate.selection import pick, pick_words
from ui.parts.lesson import note
from ui.parts.picture_wall.picture_wall import WallPicture, opening_wall, page_of

PER_PAGE = 18
THUMBNAIL_PX = 160
TILE_PX = 104


def evidence_grid(
    project: Project,
    run: RunRecord,
    one: EvidenceSet,
    outcome: Outcome,
    rows: Sequence[int],
    selection: Selection | None,
    why: dict[int, str] | None = None,
) -> None:
    """The pictures in `rows`, highest loss first; `why` has a line to add to some captions."""
    _heading(selection, len(rows))
    if not rows:
        note("No picture of this set is in it.")
        return
    shown = page_of(rows, key=f"grid_page_{one.key}_{pick_words(selection)}", per_page=PER_PAGE)
    pictures = [_tile(project, one, outcome.judged(row), (why or {}).get(row, "")) for row in shown]
    opened = opening_wall(pictures, key="evidence_grid", size=TILE_PX, label="Selected pictures")
    if opened:
        among = [outcome.image_ids[row] for row in rows]
        picture_card(project, run, outcome, opened, among, _paths(one))


def _paths(one: EvidenceSet) -> dict[str, Path]:
    """Where the pictures are that no project has."""
    if not one.held_back:
        return {}
    return {image_id: picture.path for image_id, picture in held_back_pictures(one.key).items()}


def _heading(selection: Selection | None, count: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = f"**{pick_words(selection)}**: {count_of(count, 'picture')}"
        if selection is None:
            st.markdown(f"{words}, highest loss first")
            return
        st.markdown(words, width="content")
        st.button("Show all", key="show_all", type="tertiary", on_click=pick, args=(None,))


def _tile(project: Project, one: EvidenceSet, picture: JudgedPicture, why: str) -> WallPicture:
    return WallPicture(
        id=picture.image_id,
        path=_thumbnail(project, one, picture.image_id),
        caption="\n".join(filter(None, (_caption(picture), why))),
        badge=f"{picture.loss:.2f}",
        tone="good" if picture.is_correct else "bad",
    )


def _caption(picture: JudgedPicture) -> str:
    if picture.is_correct:
        return f"{picture.label}, {percent(picture.confidence)}"
    return f"{picture.label}, called {picture.predicted} {percent(picture.confidence)}"


def _thumbnail(project: Project, one: EvidenceSet, image_id: str) -> Path:
    if one.held_back:
        return held_back_pictures(one.key)[image_id].path
    return project.dataset.thumbnail(image_id, THUMBNAIL_PX)
