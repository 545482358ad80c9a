"""Names written beside lines and points, in place of a legend."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from ui import charts


def end_label(fig: go.Figure, x: float, y: float, text: str, *, shift: int = 0) -> None:
    """`text` to the right of a point of the chart, `shift` pixels up."""
    fig.add_annotation(
        x=x,
        y=y,
        text=text,
        xanchor="left",
        xshift=10,
        yshift=shift,
        showarrow=False,
        font={"size": 15, "color": charts.ink()},
    )


def line(fig: go.Figure, x: Sequence[float], y: Sequence[float], colour: str, dash: str) -> None:
    """A plain line; its name is put beside it with `end_label`."""
    fig.add_scatter(x=x, y=y, mode="lines", line={"color": colour, "width": 3, "dash": dash})


def labels_apart(y: list[float], height: float, gap: float = 0.14) -> list[float]:
    """The heights of labels, moved up just so far that none covers another; `height` is the
    extent of the axis, `gap` the least distance as a share of it."""
    placed: dict[int, float] = {}
    lowest = float("-inf")
    for i in sorted(range(len(y)), key=lambda at: y[at]):
        lowest = placed[i] = max(y[i], lowest + gap * height)
    return [placed[i] for i in range(len(y))]
