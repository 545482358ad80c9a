"""The embedding map of the judged pictures; the region selected on it goes into the address."""

import numpy as np
import streamlit as st

from core.curation.embedding.embedding_map import EmbeddingMap, Region, saved_map
from core.evaluation.evidence_sets import EvidenceSet
from core.evaluation.selection import OfClass, Selection, rows_of, these
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from core.vision.recipe import run_recipe
from ui.evaluate.selection import pick
from ui.parts.embedding_map import drawn_region, embedding_map, shown_method

KEY, SEEN = "evaluate_map", "evaluate_map_seen"


def map_view(project: Project, run: RunRecord, one: EvidenceSet, outcome: Outcome) -> None:
    """The map; a new region on it is picked."""
    if one.held_back:
        st.markdown("Held-back pictures are not in your project, so they are not on the map.")
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
