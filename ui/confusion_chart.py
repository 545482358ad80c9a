"""The confusion matrix as a chart to click: rows actual, columns predicted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.evaluation.confusion import Confusion
from ui.charts import chosen_point, ink, show

RIGHT_SCALE = [[0, "rgba(0,114,178,0.06)"], [1, "rgba(0,114,178,0.45)"]]
WRONG_SCALE = [[0, "rgba(213,94,0,0.05)"], [1, "rgba(213,94,0,0.6)"]]
TALLEST_PX, CELL_PX = 680, 100
PRINTED_CLASSES = 20


def confusion_chart(matrix: Confusion, *, key: str, on_select: Callable[[], None]) -> None:
    """Draw the matrix; a click leaves its cell in `st.session_state[key]` (see `clicked_cell`)."""
    size = len(matrix.vocab)
    show(
        _figure(matrix),
        table=confusion_table(matrix),
        alt=_in_words(matrix),
        key=key,
        on_select=on_select,
        height=min(TALLEST_PX, 110 + CELL_PX * size),
    )


def clicked_cell(event: Any) -> tuple[str, str] | None:
    """(actual, predicted) of the clicked cell, or None."""
    point = chosen_point(event)
    return (str(point["y"]), str(point["x"])) if point else None


def confusion_table(matrix: Confusion) -> pd.DataFrame:
    """The counts, one row for each actual class."""
    return pd.DataFrame(
        matrix.counts,
        index=pd.Index([f"{name} (actual)" for name in matrix.vocab]),
        columns=[f"called {name}" for name in matrix.vocab],
    )


def _figure(matrix: Confusion) -> go.Figure:
    shares = matrix.counts / np.maximum(matrix.counts.sum(axis=1, keepdims=True), 1)
    diagonal = np.eye(len(matrix.vocab), dtype=bool)
    worst = float(np.max(shares, where=~diagonal, initial=0.01))
    right = _cells(matrix, np.where(diagonal, shares, np.nan), RIGHT_SCALE, strongest=1)
    wrong = _cells(matrix, np.where(diagonal, np.nan, shares), WRONG_SCALE, strongest=worst)
    return go.Figure([right, wrong, _targets(matrix)], layout=_layout(matrix))


def _layout(matrix: Confusion) -> dict[str, Any]:
    size = len(matrix.vocab)
    return {
        "xaxis": {"side": "top", "title": {"text": "predicted"}, "range": [-0.5, size - 0.5]},
        "yaxis": {"title": {"text": "actual"}, "range": [size - 0.5, -0.5]},
        "annotations": _counts(matrix) if size <= PRINTED_CLASSES else [],
        "hovermode": "closest",
        "hoverdistance": -1,
    }


def _cells(
    matrix: Confusion, shares: Any, scale: list[list[Any]], *, strongest: float
) -> go.Heatmap:
    """Cells coloured by their share of the row; `strongest` is the share of the full colour."""
    return go.Heatmap(
        z=shares,
        x=matrix.vocab,
        y=matrix.vocab,
        zmin=0,
        zmax=strongest,
        colorscale=scale,
        showscale=False,
        xgap=3,
        ygap=3,
        hoverinfo="skip",
    )


def _targets(matrix: Confusion) -> go.Scatter:
    """Invisible squares over the cells: Streamlit reports clicks on markers, not on heatmaps."""
    cells = [(actual, called) for actual in matrix.vocab for called in matrix.vocab]
    side = max(12, min(CELL_PX, int(TALLEST_PX / len(matrix.vocab))) - 6)
    clear = {"marker": {"opacity": 0}}
    return go.Scatter(
        x=[called for _, called in cells],
        y=[actual for actual, _ in cells],
        customdata=matrix.counts.ravel(),
        mode="markers",
        marker={"symbol": "square", "size": side, "opacity": 0, "color": "#888"},
        selected=clear,
        unselected=clear,
        hovertemplate="%{y} called %{x}: %{customdata}<extra></extra>",
    )


def _counts(matrix: Confusion) -> list[dict[str, Any]]:
    """The counts as annotations: their colour follows the theme, light or dark."""
    size = 24 if len(matrix.vocab) <= 8 else 14
    return [
        {
            "x": called,
            "y": actual,
            "text": str(matrix.counts[i, j]),
            "showarrow": False,
            "font": {"size": size, "color": ink()},
            "opacity": 1 if matrix.counts[i, j] else 0.4,
        }
        for i, actual in enumerate(matrix.vocab)
        for j, called in enumerate(matrix.vocab)
    ]


def _in_words(matrix: Confusion) -> str:
    wrong = matrix.total - matrix.correct
    return (
        f"Confusion matrix of {matrix.total} pictures in {len(matrix.vocab)} classes: "
        f"{matrix.correct} on the diagonal, {wrong} beside it."
    )
