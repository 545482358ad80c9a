"""The confusion matrix with the pictures behind each cell: click a cell, or choose it by name."""

from __future__ import annotations

import streamlit as st

from core.evaluation.confusion import Confusion, mix_ups, pictures_in
from core.evaluation.top_losses import judged
from core.project.project import Project
from core.training.outcome import Outcome
from ui.confusion_chart import clicked_cell, confusion_chart
from ui.evidence_card import evidence_wall
from ui.picture_wall import page_of, picture_wall
from ui.run_words import count_of
from ui.shell import as_text, note

CHART, ACTUAL, PREDICTED = "confusion", "actual", "predicted"
CELL_PICTURES = 12


def confusion_explorer(project: Project, outcome: Outcome, matrix: Confusion) -> None:
    """The chart with two boxes that name a cell; beside it the pictures of that cell."""
    chart, pictures = st.columns(2, gap="large")
    with chart:
        confusion_chart(matrix, key=CHART, on_select=_take_clicked_cell)
        note("Click a cell to see its pictures, or name it here.")
        actual, predicted = _cell_boxes(matrix)
    with pictures:
        _cell_pictures(project, outcome, actual, predicted)


def _take_clicked_cell() -> None:
    cell = clicked_cell(st.session_state[CHART])
    if cell is not None:
        st.session_state[ACTUAL], st.session_state[PREDICTED] = cell


def _cell_boxes(matrix: Confusion) -> tuple[str, str]:
    actual, predicted = _first_cell(matrix)
    with st.container(horizontal=True):
        return (
            _class_box("Actual", matrix.vocab, actual, key=ACTUAL),
            _class_box("Predicted", matrix.vocab, predicted, key=PREDICTED),
        )


def _class_box(label: str, vocab: list[str], first: str, *, key: str) -> str:
    """A box that a click on the chart sets too, hence its value in session state."""
    if st.session_state.get(key, st.query_params.get(key)) not in vocab:
        st.session_state[key] = first
    return st.selectbox(label, vocab, key=key, bind="query-params", width=160)


def _cell_pictures(project: Project, outcome: Outcome, actual: str, predicted: str) -> None:
    rows = pictures_in(outcome, actual, predicted)
    st.markdown(_cell_words(actual, predicted, len(rows)))
    shown = page_of(rows, key=f"cell_page_{actual}_{predicted}", per_page=CELL_PICTURES)
    if shown:
        pictures = evidence_wall(project, [judged(outcome, row) for row in shown])
        label = f"Pictures of {actual} called {predicted}"
        picture_wall(pictures, key=f"cell_{actual}_{predicted}", label=label, pick=False)


def _first_cell(matrix: Confusion) -> tuple[str, str]:
    """The most crowded mistake; without any, the first class named right."""
    worst = mix_ups(matrix)
    if not worst:
        return matrix.vocab[0], matrix.vocab[0]
    i, j = (matrix.vocab.index(name) for name in (worst[0].first, worst[0].second))
    cell = (i, j) if matrix.counts[i, j] >= matrix.counts[j, i] else (j, i)
    return matrix.vocab[cell[0]], matrix.vocab[cell[1]]


def _cell_words(actual: str, predicted: str, number: int) -> str:
    pictures = count_of(number, "picture")
    if actual == predicted:
        return f"**{pictures} of {as_text(actual)} named right**, least sure first"
    return f"**{pictures} of {as_text(actual)} called {as_text(predicted)}**, most wrong first"
