"""Words written above horizontal bars, where phones have room for them."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from core.plain_text import isolated, one_line
from ui.parts import charts

ROW_PX, THICKNESS = 58, 0.34
LONGEST = 20  # characters of a name beside its bar
LONGEST_ABOVE = 38  # above it, where its figure follows: a phone has room for both


def rows(bars: go.Bar, labels: Sequence[str]) -> go.Figure:
    """`bars` from the top down, each with its label above it. `bars` needs `x`, one a label."""
    places = list(range(len(labels)))[::-1]
    bars.update(y=places, width=THICKNESS, orientation="h", hoverinfo="skip")
    layout = {
        "annotations": [_label(*pair) for pair in zip(labels, places, strict=True)],
        "xaxis": {"visible": False, "rangemode": "tozero"},
        "yaxis": {"visible": False, "range": [-0.5, len(labels) - 0.2]},
    }
    return go.Figure(bars, layout)  # in one go: each update of a figure takes a millisecond


def rows_height(count: int) -> int:
    """Pixels for so many bars with their labels."""
    return ROW_PX * count + 30


def shortened(name: str, longest: int) -> str:
    """A name of at most `longest` characters: what is too much is left out in the middle, for names
    of one set often differ only at their ends."""
    line = one_line(name)
    if len(line) <= longest:
        return line
    tail = (longest - 1) // 2
    return f"{line[: longest - 1 - tail].rstrip()}…{line[-tail:].lstrip()}"


def plain(name: str) -> str:
    """A learner's words, so that Plotly shows them as typed (no tags)."""
    return isolated(one_line(name).replace("&", "&amp;").replace("<", "&lt;"))


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


def end_labels(
    fig: go.Figure,
    x: float,
    ends: Mapping[str, float],
    height: float,
    *,
    gap: float = 0.14,
    shift: int = 0,
) -> None:
    """The names of lines that end at `x`, each at its own height (`ends`, name → y), moved up just
    so far that none covers another; `height` is the extent of the axis, `gap` the least distance
    as a share of it."""
    lowest = float("-inf")
    for name, y in sorted(ends.items(), key=lambda end: end[1]):
        lowest = max(y, lowest + gap * height)
        end_label(fig, x, lowest, name, shift=shift)


def in_plain_words(labels: Sequence[str]) -> str:
    """The labels of a chart in one line without their bold type, for screen readers."""
    return "; ".join(labels).replace("<b>", "").replace("</b>", "")
