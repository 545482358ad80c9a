"""One view of the evidence at a time, and the grid of pictures that all of them share."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.content import lesson_text
from core.curation.embedding.embedding_map import Region
from core.evaluation.confusion import confusion
from core.evaluation.evidence_sets import EvidenceSet
from core.evaluation.losses.loss_evidence import LossEvidence, loss_evidence
from core.evaluation.selection import Group, Selection, rows_of
from core.evaluation.unseen import unseen_by
from core.project.guesses import HIGH_LOSSES, saved_guess
from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from ui.evaluate.calibration import calibration_view
from ui.evaluate.classes import classes_view
from ui.evaluate.confidence import confidence_view
from ui.evaluate.grid import evidence_grid
from ui.evaluate.losses import loss_captions, losses_view
from ui.evaluate.map import laid_out, map_view
from ui.evaluate.matrix import matrix_view, needs_width
from ui.evaluate.selection import picked

MATRIX, CLASSES, CONFIDENCE, CALIBRATION, LOSSES, MAP = (
    "matrix",
    "classes",
    "confidence",
    "calibration",
    "losses",
    "map",
)
VIEWS = {
    MATRIX: "Confusion matrix",
    CLASSES: "Class by class",
    CONFIDENCE: "How sure",
    CALIBRATION: "Calibration",
    LOSSES: "Top losses",
    MAP: "Map",
}


def evidence(project: Project, run: RunRecord, one: EvidenceSet, outcome: Outcome) -> None:
    """The chosen view; beside it, on a phone below it, the pictures picked in it or elsewhere."""
    view = _choose_view()
    chart, pictures = _places(view, outcome)
    found = _losses(project, run, one, outcome, view)
    with chart:
        _draw(view, project, run, one, outcome, found)
    with pictures:
        _grid(project, run, one, outcome, found, picked())


def _places(view: str, outcome: Outcome) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Side by side; one below the other where the matrix needs the whole width."""
    if view == MATRIX and needs_width(confusion(outcome)):
        return st.container(), st.container()
    return st.columns(2, gap="large")


def _choose_view() -> str:
    chosen = st.segmented_control(
        "Look at it another way",
        list(VIEWS),
        format_func=lambda view: VIEWS[view],
        default=MATRIX,
        required=True,
        wrap=True,
        key="look",
        bind="query-params",
    )
    return chosen if chosen in VIEWS else MATRIX


def _draw(
    view: str,
    project: Project,
    run: RunRecord,
    one: EvidenceSet,
    outcome: Outcome,
    found: LossEvidence | None,
) -> None:
    if view == MATRIX:
        matrix_view(confusion(outcome))
    elif view == CLASSES:
        classes_view(confusion(outcome))
    elif view == CONFIDENCE:
        confidence_view(outcome)
    elif view == CALIBRATION:
        _calibration(project, run, outcome)
    elif view == MAP:
        map_view(project, run, one, outcome)
    elif found is not None:
        losses_view(project, run.id, outcome, found)


def _calibration(project: Project, run: RunRecord, outcome: Outcome) -> None:
    honest = unseen_by(project, run)
    if honest is None:
        st.info("This model judged no picture it had not learned from. Train it again.")
    else:
        calibration_view(outcome, honest)


def _losses(
    project: Project, run: RunRecord, one: EvidenceSet, outcome: Outcome, view: str
) -> LossEvidence | None:
    """The high losses in groups, only where a group is looked at: it takes a search."""
    if view != LOSSES and not isinstance(picked(), Group):
        return None
    with st.spinner(lesson_text("evaluate")["searching"], show_time=True):
        return loss_evidence(project, run, one, outcome)


def _grid(
    project: Project,
    run: RunRecord,
    one: EvidenceSet,
    outcome: Outcome,
    found: LossEvidence | None,
    selection: Selection | None,
) -> None:
    hidden = isinstance(selection, Group) and not saved_guess(project, HIGH_LOSSES, run.id).revealed
    selection = None if hidden else selection
    rows = rows_of(
        outcome,
        selection,
        groups=found.losses.groups if found else None,
        laid=laid_out(run, outcome, selection) if isinstance(selection, Region) else None,
    )
    why = loss_captions(found, outcome) if found and isinstance(selection, Group) else None
    evidence_grid(project, run, one, outcome, rows, selection, why)
