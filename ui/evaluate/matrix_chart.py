"""The confusion matrix as a chart to click: rows actual, columns predicted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.content import says
from core.evaluation.confusion import By, Confusion, shares
from core.evaluation.selection import Called, Cell, OfClass, Pair, Selection
from core.words import percent, percent_figure
from ui.parts.chart_labels import plain, shortened
from ui.parts.charts import chosen_point, ink, show

RIGHT_SCALE = [[0, "rgba(0,114,178,0.06)"], [1, "rgba(0,114,178,0.45)"]]
WRONG_SCALE = [[0, "rgba(213,94,0,0.05)"], [1, "rgba(213,94,0,0.6)"]]
TALLEST_PX, CELL_PX, LOWEST_CELL_PX = 680, 100, 26
PRINTED_CLASSES = 25
FEW, LONGEST = 8, 16  # classes with large figures; characters of a name beside the chart


@dataclass(frozen=True)
class Drawn:
    """The part of the matrix that is drawn: its classes, its counts, and its shares of rows or
    columns of the whole matrix."""

    names: list[str]
    counts: NDArray[np.int64]
    shares: NDArray[np.float64]
    by: By


def confusion_chart(
    matrix: Confusion,
    names: Sequence[str],
    by: By,
    *,
    picked: Selection | None,
    key: str,
    on_select: Callable[[], None],
) -> None:
    """Draw the classes `names` of the matrix; a click leaves its cell in `st.session_state[key]`
    (see `clicked_cell`). What is `picked` is framed."""
    rows = [matrix.vocab.index(name) for name in names]
    here = np.ix_(rows, rows)
    drawn = Drawn(list(names), matrix.counts[here], shares(matrix, by)[here], by)
    show(
        matrix_figure(drawn, picked),
        table=confusion_table(matrix, by),
        alt=_alt_text(matrix),
        key=key,
        on_select=on_select,
        height=_height(len(names)),
    )


def _height(size: int) -> int:
    """Pixels: few classes have large cells, many have rows that a name still fits beside."""
    return max(min(TALLEST_PX, 110 + CELL_PX * size), 110 + LOWEST_CELL_PX * size)


def clicked_cell(event: Any) -> tuple[str, str] | None:
    """(actual, predicted) of the clicked cell, or None."""
    point = chosen_point(event)
    return (str(point["y"]), str(point["x"])) if point else None


def confusion_table(matrix: Confusion, by: By = "counts") -> pd.DataFrame:
    """The numbers, one row for each actual class: counts, or percentages."""
    percentages = [[percent(share) for share in row] for row in shares(matrix, by)]
    return pd.DataFrame(
        matrix.counts if by == "counts" else percentages,
        index=pd.Index([says("evaluate", "actual", name=name) for name in matrix.vocab]),
        columns=[says("evaluate", "called", name=name) for name in matrix.vocab],
    )


def matrix_figure(drawn: Drawn, picked: Selection | None) -> go.Figure:
    """The matrix with what is `picked` framed, its names shortened and whole where the mouse is."""
    diagonal = np.eye(len(drawn.names), dtype=bool)
    worst = float(np.max(drawn.shares, where=~diagonal, initial=0.01))
    right = _cells(drawn, np.where(diagonal, drawn.shares, np.nan), RIGHT_SCALE, strongest=1)
    wrong = _cells(drawn, np.where(diagonal, np.nan, drawn.shares), WRONG_SCALE, strongest=worst)
    layout = {**_layout(drawn), "shapes": _frames(drawn.names, picked)}
    return go.Figure([right, wrong, _targets(drawn)], layout=layout)


def _layout(drawn: Drawn) -> dict[str, Any]:
    size = len(drawn.names)
    every = _tick_for_each(drawn.names)
    upright = {"tickangle": -90} if size > FEW else {}
    return {
        "xaxis": {"side": "top", "title": {"text": "predicted"}, "range": [-0.5, size - 0.5]}
        | every
        | upright,
        "yaxis": {"title": {"text": "actual"}, "range": [size - 0.5, -0.5]} | every,
        "annotations": _printed(drawn) if size <= PRINTED_CLASSES else [],
        "hovermode": "closest",
        "hoverdistance": -1,
    }


def _tick_for_each(names: Sequence[str]) -> dict[str, Any]:
    """The name of every class on an axis, shortened: whole names stand where the mouse is, and in
    the numbers."""
    font = 15 if len(names) <= FEW else 13 if len(names) <= PRINTED_CLASSES else 11
    return {
        "type": "category",
        "tickmode": "array",
        "tickvals": list(names),
        "ticktext": [plain(shortened(name, LONGEST)) for name in names],
        "tickfont": {"size": font},
    }


def _frames(names: list[str], picked: Selection | None) -> list[dict[str, Any]]:
    """A frame around the picked cell, row, column or both cells of a pair."""
    last = len(names) - 1
    match picked:
        case Cell(actual, predicted) if {actual, predicted} <= set(names):
            row, column = names.index(actual), names.index(predicted)
            return [_frame(row, row, column, column)]
        case Pair(first, second) if {first, second} <= set(names):
            row, column = names.index(first), names.index(second)
            return [_frame(row, row, column, column), _frame(column, column, row, row)]
        case OfClass(name) if name in names:
            return [_frame(names.index(name), names.index(name), 0, last)]
        case Called(name) if name in names:
            return [_frame(0, last, names.index(name), names.index(name))]
    return []


def _frame(top: int, bottom: int, left: int, right: int) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": left - 0.48,
        "x1": right + 0.48,
        "y0": top - 0.48,
        "y1": bottom + 0.48,
        "line": {"color": ink(), "width": 3},
    }


def _cells(drawn: Drawn, part: Any, scale: list[list[Any]], *, strongest: float) -> go.Heatmap:
    """Cells coloured by their share; `strongest` is the share of the full colour."""
    gap = 3 if len(drawn.names) <= PRINTED_CLASSES else 1
    return go.Heatmap(
        z=part,
        x=drawn.names,
        y=drawn.names,
        zmin=0,
        zmax=strongest,
        colorscale=scale,
        showscale=False,
        xgap=gap,
        ygap=gap,
        hoverinfo="skip",
    )


def _targets(drawn: Drawn) -> go.Scatter:
    """Invisible squares over the cells: Streamlit reports clicks on markers, not on heatmaps."""
    cells = [(actual, called) for actual in drawn.names for called in drawn.names]
    side = max(12, min(CELL_PX, int(TALLEST_PX / len(drawn.names))) - 6)
    clear = {"marker": {"opacity": 0}}
    return go.Scatter(
        x=[called for _, called in cells],
        y=[actual for actual, _ in cells],
        customdata=[
            says("evaluate", "cell", actual=plain(actual), called=plain(called), count=count)
            for (actual, called), count in zip(cells, drawn.counts.ravel(), strict=True)
        ],
        mode="markers",
        marker={"symbol": "square", "size": side, "opacity": 0, "color": "#888"},
        selected=clear,
        unselected=clear,
        hovertemplate="%{customdata}<extra></extra>",
    )


def _printed(drawn: Drawn) -> list[dict[str, Any]]:
    """The numbers as annotations: their colour follows the theme, light or dark."""
    few = len(drawn.names) <= FEW
    return [
        {
            "x": called,
            "y": actual,
            "text": _cell_text(drawn, i, j),
            "showarrow": False,
            "font": {"size": 24 if few else 14, "color": ink()},
            "opacity": 1 if drawn.counts[i, j] else 0.65,
        }
        for i, actual in enumerate(drawn.names)
        for j, called in enumerate(drawn.names)
        if few or drawn.counts[i, j]
    ]


def _cell_text(drawn: Drawn, i: int, j: int) -> str:
    if drawn.by == "counts":
        return str(drawn.counts[i, j])
    return percent_figure(drawn.shares[i, j])


def _alt_text(matrix: Confusion) -> str:
    wrong = matrix.total - matrix.correct
    return says(
        "evaluate",
        "matrix_alt",
        total=matrix.total,
        vocab=len(matrix.vocab),
        correct=matrix.correct,
        wrong=wrong,
    )
