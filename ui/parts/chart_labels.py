"""Words written above horizontal bars, where phones have room for them."""

from collections.abc import Sequence

import plotly.graph_objects as go

from ui.parts import charts

ROW_PX, THICKNESS = 58, 0.34


def rows(bars: go.Bar, labels: Sequence[str]) -> go.Figure:
    """`bars` from the top down, each with its label above it. `bars` needs `x`, one a label."""
    places = list(range(len(labels)))[::-1]
    bars.update(y=places, width=THICKNESS, orientation="h", hoverinfo="skip")
    fig = go.Figure(bars)
    fig.update_layout(annotations=[_label(*pair) for pair in zip(labels, places, strict=True)])
    fig.update_xaxes(visible=False, rangemode="tozero")
    return fig.update_yaxes(visible=False, range=[-0.5, len(labels) - 0.2])


def rows_height(count: int) -> int:
    """Pixels for so many bars with their labels."""
    return ROW_PX * count + 30


def plain(name: str) -> str:
    """A learner's words, so that Plotly shows them as typed (no tags)."""
    return name.replace("&", "&amp;").replace("<", "&lt;")


def _label(text: str, at: int) -> dict[str, object]:
    return {
        "x": 0,
        "y": at + THICKNESS / 2,
        "text": text,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 15, "color": charts.ink()},
    }


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
