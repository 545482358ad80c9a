"""The confusion matrix as a way to pick pictures: click a cell, name it, or take a pair."""

from typing import get_args

import streamlit as st

from core.content import lesson_text
from core.evaluation.confusion import By, Confusion, mix_ups, most_confused
from core.evaluation.selection import Cell, Pair
from ui.evaluate.matrix_boxes import confusion_boxes
from ui.evaluate.matrix_chart import clicked_cell, confusion_chart
from ui.evaluate.selection import pick, picked
from ui.parts.lesson import as_text, note

CHART, EVERYTHING = "confusion", "all_classes"
WHAT = {"counts": "Counts", "row": "Row %", "column": "Column %"}
MANY, SHOWN, PAIRS = 15, 12, 3


def matrix_view(matrix: Confusion) -> None:
    """The matrix with everything that picks from it."""
    by = _by()
    note(lesson_text("evaluate")[f"matrix_{by}"])
    names = _shown(matrix)
    confusion_chart(matrix, names, by, picked=picked(), key=CHART, on_select=_take_click)
    _most_mixed_up(matrix)
    confusion_boxes(matrix.vocab)


def needs_width(matrix: Confusion) -> bool:
    """Whether all of many classes are shown, which half a page has no room for."""
    return len(matrix.vocab) > MANY and st.query_params.get(EVERYTHING) == "true"


def _by() -> By:
    chosen = st.segmented_control(
        "In each cell",
        list(get_args(By)),
        format_func=lambda by: WHAT[by],
        default="counts",
        required=True,
        key="cells",
        bind="query-params",
    )
    return next((by for by in get_args(By) if by == chosen), "counts")


def _shown(matrix: Confusion) -> list[str]:
    """All classes, or of many those with the most mistakes until the learner wants them all."""
    if len(matrix.vocab) <= MANY:
        return matrix.vocab
    everything = st.toggle(
        f"All {len(matrix.vocab)} classes",
        key=EVERYTHING,
        bind="query-params",
        help=f"Else the {SHOWN} classes with the most mistakes.",
    )
    return matrix.vocab if everything else most_confused(matrix, SHOWN)


def _take_click() -> None:
    cell = clicked_cell(st.session_state[CHART])
    if cell is not None:
        pick(Cell(*cell))


def _most_mixed_up(matrix: Confusion) -> None:
    """The pairs mixed up most often, each a button."""
    pairs = mix_ups(matrix)[:PAIRS]
    if not pairs:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("Mixed up most:", width="content")
        for place, pair in enumerate(pairs):
            st.button(
                f"{as_text(pair.first)} and {as_text(pair.second)}: {pair.count}",
                key=f"pair_{place}",
                type="tertiary",
                on_click=pick,
                args=(Pair(pair.first, pair.second),),
            )
