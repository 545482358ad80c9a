"""One view of the evidence at a time, and the grid of pictures that all of them share."""

from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.content import lesson_text, says
from core.curation.embedding.embedding_map import EmbeddingMap, Region, saved_map
from core.evaluation.calibration import unseen_by
from core.evaluation.confusion import confusion
from core.evaluation.evidence_sets import EvidenceSet
from core.evaluation.held_back import held_back_pictures
from core.evaluation.losses import LossEvidence, loss_evidence
from core.evaluation.selection import Group, OfClass, Selection, rows_of, these
from core.plain_text import isolated
from core.project.guesses import HIGH_LOSSES, saved_guess
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import JudgedPicture, Outcome
from core.vision.recipe import run_recipe
from core.words import count_of, percent
from ui.evaluate.classes import classes_view
from ui.evaluate.confidence import calibration_view, confidence_view
from ui.evaluate.losses import loss_captions, losses_view
from ui.evaluate.matrix import matrix_view, needs_width
from ui.evaluate.picture import picture_card
from ui.evaluate.selection import pick, pick_words, picked
from ui.parts.choice import one_of
from ui.parts.embedding_map import drawn_region, embedding_map, shown_method
from ui.parts.lesson import hint, note
from ui.parts.picture_wall.picture_wall import WallPicture, opening_wall, page_of

VIEWS = {
    "matrix": "Confusion matrix",
    "classes": "Class by class",
    "confidence": "How sure",
    "calibration": "Calibration",
    "losses": "Top losses",
    "map": "Map",
}
VIEW_ROW: dict[str, Any] = {"quiet": True, "wrap": True, "bind": "query-params"}
PER_PAGE = 18
THUMBNAIL_PX = 160
TILE_PX = 104


class Judged(NamedTuple):
    """What a run said about one set; `found` are its high losses in groups, where searched for."""

    project: Project
    run: RunRecord
    one: EvidenceSet
    outcome: Outcome
    found: LossEvidence | None


KEY, SEEN = "evaluate_map", "evaluate_map_seen"


def evidence(project: Project, run: RunRecord, one: EvidenceSet, outcome: Outcome) -> None:
    """The chosen view; beside it, on a phone below it, the pictures picked in it or elsewhere."""
    view = one_of(says("evaluate", "look_another_way"), VIEWS, key="look", **VIEW_ROW)
    chart, pictures = _places(view, outcome)
    found = None
    if view == "losses" or isinstance(picked(), Group):  # only there: it takes a search
        with st.spinner(lesson_text("evaluate")["searching"], show_time=True):
            found = loss_evidence(project, run, one, outcome)
    judged = Judged(project, run, one, outcome, found)
    with chart:
        _draw(view, judged)
    with pictures:
        _grid(judged, _shown(judged))


def _places(view: str, outcome: Outcome) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Side by side; one below the other where the matrix needs the whole width."""
    if view == "matrix" and needs_width(confusion(outcome)):
        return st.container(), st.container()
    return st.columns(2, gap="large")


def _draw(view: str, judged: Judged) -> None:
    project, run, one, outcome, found = judged
    match view:
        case "matrix":
            matrix_view(project, confusion(outcome))
        case "classes":
            classes_view(confusion(outcome))
        case "confidence":
            confidence_view(outcome)
        case "calibration":
            _calibration(project, run, outcome)
        case "map":
            map_view(project, run, one, outcome)
        case "losses" if found is not None:
            losses_view(project, run.id, outcome, found)


def _calibration(project: Project, run: RunRecord, outcome: Outcome) -> None:
    honest = unseen_by(project, run)
    if honest is None:
        hint(says("evaluate", "model_judged_no"))
    else:
        calibration_view(outcome, honest)


def _shown(judged: Judged) -> Selection | None:
    """What is picked; no group of high losses before the guess about them."""
    selection = picked()
    if not isinstance(selection, Group):
        return selection
    guess = saved_guess(judged.project, HIGH_LOSSES, judged.run.id)
    return selection if guess.revealed else None


def _grid(judged: Judged, selection: Selection | None) -> None:
    """The selected pictures, highest loss first; in a group some have a line that says why. They
    come into view when others are picked (`ui/frame/watchers/in_view.js`)."""
    project, run, one, outcome, found = judged
    rows = rows_of(
        outcome,
        selection,
        groups=found.losses.groups if found else None,
        laid=laid_out(run, outcome, selection) if isinstance(selection, Region) else None,
    )
    why = loss_captions(found, outcome) if found and isinstance(selection, Group) else {}
    row: dict[str, Any] = {"horizontal": True, "vertical_alignment": "center", "gap": "small"}
    with st.container(key=f"in_view_{crc32(repr(selection).encode())}", **row):
        _heading(selection, len(rows))
        name = f"grid_page_{one.key}_{pick_words(selection)}"
        shown = page_of(rows, key=name, per_page=PER_PAGE)
    if not rows:
        note(says("evaluate", "no_picture_set"))
        return
    pictures = [_tile(project, one, outcome.judged(row), why.get(row, "")) for row in shown]
    opened = opening_wall(
        pictures, key="evidence_grid", size=TILE_PX, label=says("evaluate", "selected_pictures")
    )
    if opened:
        among = [outcome.image_ids[row] for row in rows]
        picture_card(project, run, outcome, opened, among, _paths(project, one))


def _paths(project: Project, one: EvidenceSet) -> dict[str, Path]:
    """Where the pictures are that no project has."""
    if not one.held_back:
        return {}
    return {key: picture.path for key, picture in held_back_pictures(project, one.key).items()}


def _heading(selection: Selection | None, count: int) -> None:
    words = f"**{pick_words(selection)}**: {count_of(count, 'picture')}"
    if selection is None:
        st.markdown(says("evaluate", "highest_first", words=words), width="content")
        return
    st.markdown(words, width="content")
    st.button(
        says("evaluate", "show_all"), key="show_all", type="tertiary", on_click=pick, args=(None,)
    )


def _tile(project: Project, one: EvidenceSet, picture: JudgedPicture, why: str) -> WallPicture:
    return WallPicture(
        id=picture.image_id,
        path=_thumbnail(project, one, picture.image_id),
        caption="\n".join(filter(None, (_caption(picture), why))),
        badge=f"{picture.loss:.2f}",
        tone="good" if picture.is_correct else "bad",
    )


def _caption(picture: JudgedPicture) -> str:
    label, sure = isolated(picture.label), percent(picture.confidence)
    if picture.is_correct:
        return f"{label}, {sure}"
    return says(
        "evaluate", "tile_wrong", label=label, called=isolated(picture.predicted), sure=sure
    )


def _thumbnail(project: Project, one: EvidenceSet, image_id: str) -> Path:
    if one.held_back:
        return held_back_pictures(project, one.key)[image_id].path
    return project.dataset.thumbnail(image_id, THUMBNAIL_PX)


def map_view(project: Project, run: RunRecord, one: EvidenceSet, outcome: Outcome) -> None:
    """The map; a new region on it is picked."""
    if one.held_back:
        st.markdown(says("evaluate", "held_back_pictures"))
        return
    labels = [outcome.vocab[int(target)] for target in outcome.targets]
    ids = embedding_map(
        project, outcome.image_ids, labels, key=KEY, preprocess=run_recipe(run).preprocess()
    )
    if ids is not None and ids != st.session_state.get(SEEN):
        pick(_selection(run, outcome, ids))
    st.session_state[SEEN] = ids


def laid_out(run: RunRecord, outcome: Outcome, region: Region) -> EmbeddingMap | None:
    """The map that a region in the address speaks of; None before it is made."""
    return saved_map(outcome.image_ids, run_recipe(run).preprocess(), region.method)


def _selection(run: RunRecord, outcome: Outcome, ids: list[str]) -> Selection | None:
    """What was selected on the map, as an address can say it: a box, a class, some pictures; of
    a large lasso the box around it."""
    drawn = drawn_region(KEY)
    laid = laid_out(run, outcome, drawn) if drawn else None
    if drawn and laid and laid.inside(drawn) == ids:
        return drawn
    return _whole_class(outcome, ids) or these(ids) or _around(run, outcome, ids)


def _whole_class(outcome: Outcome, ids: list[str]) -> OfClass | None:
    name = outcome.vocab[int(outcome.targets[outcome.image_ids.index(ids[0])])]
    whole = [outcome.image_ids[row] for row in rows_of(outcome, OfClass(name))]
    return OfClass(name) if set(whole) == set(ids) else None


def _around(run: RunRecord, outcome: Outcome, ids: list[str]) -> Region | None:
    method = shown_method(KEY)
    laid = saved_map(outcome.image_ids, run_recipe(run).preprocess(), method) if method else None
    if method is None or laid is None:
        return None
    x, y = laid.xy[np.isin(laid.ids, ids)].T
    return Region(method, float(x.min()), float(x.max()), float(y.min()), float(y.max()))
