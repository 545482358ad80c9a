"""The mistakes of many classes as a sorted list to click: a matrix of them is too fine to read."""

import pandas as pd
import streamlit as st

from core.content import lesson_text, says
from core.evaluation.confusion import Confusion, mistakes_by_cell
from core.evaluation.selection import Cell
from core.words import count_of
from ui.evaluate.selection import pick
from ui.parts.lesson import note

LIST = "mistake_list"
TALLEST_PX = 460
NAME_PX = 112  # so both names and both figures fit beside the pictures


def mistake_list(matrix: Confusion) -> None:
    """Every pair that was mixed up, one direction a row, most often first; a click picks its
    pictures."""
    rows = mistake_table(matrix)
    if rows.empty:
        note(lesson_text("evaluate")["list_empty"])
        return
    st.dataframe(
        rows,
        key=LIST,
        hide_index=True,
        height="content" if len(rows) < 11 else TALLEST_PX,
        column_config={
            "actual": st.column_config.TextColumn(says("evaluate", "actual_button"), width=NAME_PX),
            "called": st.column_config.TextColumn(says("evaluate", "called_button"), width=NAME_PX),
            "times": st.column_config.NumberColumn(says("evaluate", "times"), width=55),
            "share": st.column_config.ProgressColumn(
                says("evaluate", "of_its_pictures"),
                width=90,
                format="percent",
                min_value=0,
                max_value=1,
            ),
        },
        on_select=lambda: _take_click(rows),
        selection_mode="single-cell",
        alt=_alt_text(matrix),
    )


def mistake_table(matrix: Confusion) -> pd.DataFrame:
    """Columns actual, called, times and share (of the pictures of the actual class, 0–1)."""
    cells = mistakes_by_cell(matrix)
    return pd.DataFrame(
        [(one.actual, one.predicted, one.times, one.times / one.pictures) for one in cells],
        columns=["actual", "called", "times", "share"],
    )


def _take_click(rows: pd.DataFrame) -> None:
    for row, _ in st.session_state[LIST]["selection"]["cells"]:
        pick(Cell(str(rows["actual"].iloc[row]), str(rows["called"].iloc[row])))


def _alt_text(matrix: Confusion) -> str:
    mistakes = count_of(matrix.total - matrix.correct, "mistake")
    return says("evaluate", "mistakes_alt", mistakes=mistakes)
