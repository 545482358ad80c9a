"""How often a model is right against how sure it says it is: points with their likely ranges."""

from collections.abc import Sequence
from itertools import pairwise

import plotly.graph_objects as go

from core.content import says
from core.evaluation.reliability import ConfidenceBar
from core.words import percent
from ui.parts.charts import likely_ranges
from ui.parts.palette import GREY


def reliability_chart(curves: Sequence[go.Scatter], lowest: float) -> go.Figure:
    """The curves over the dotted line of an honest model, from confidence `lowest` (0…1) on."""
    honest = go.Scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": GREY, "dash": "dot", "width": 2},
        hoverinfo="skip",
    )
    figure = go.Figure([honest, *curves])
    figure.update_xaxes(
        title=says("parts", "how_sure_says"), range=[lowest, 1.03], tickformat=".0%"
    )
    figure.update_yaxes(
        title=says("parts", "how_often_right"), range=[-0.03, 1.05], tickformat=".0%"
    )
    free = _widest_gap([lowest, *(x for curve in curves for x in curve.x), 1.0])
    figure.add_annotation(
        x=free, y=free, text="honest", showarrow=False, yshift=-14, xanchor="left"
    )
    return figure


def _widest_gap(places: Sequence[float]) -> float:
    """The middle between those two neighbours that are farthest apart: there a word covers none."""
    ordered = sorted(places)
    pairs = pairwise(ordered)
    left, right = max(pairs, key=lambda pair: pair[1] - pair[0])
    return (left + right) / 2


def reliability_curve(
    bars: Sequence[ConfidenceBar], name: str, colour: str, symbol: str
) -> go.Scatter:
    """A point for each bar with pictures, in its likely range."""
    filled = [bar for bar in bars if bar.score.total]
    return go.Scatter(
        x=[bar.said for bar in filled],
        y=[bar.score.accuracy for bar in filled],
        error_y=likely_ranges([bar.score for bar in filled], thickness=1.5),
        mode="markers",
        marker={"size": 13, "color": colour, "symbol": symbol},
        unselected={"marker": {"opacity": 1}},
        customdata=[
            [bar.low, bar.high, _said_and_right("sure_and_right", bar, bar.score.in_words)]
            for bar in filled
        ],
        hovertemplate=f"{name} %{{customdata[2]}}<extra></extra>",
    )


def lowest_bar(*curves: Sequence[ConfidenceBar]) -> float:
    """Where the lowest bar with pictures begins, 0…1."""
    return min((bar.low for bars in curves for bar in bars if bar.score.total), default=0.0)


def reliability_alt(bars: Sequence[ConfidenceBar]) -> str:
    """The same for screen readers."""
    said = "; ".join(
        _said_and_right("said_and_right", bar, bar.score.fraction)
        for bar in bars
        if bar.score.total
    )
    return says("parts", "reliability_alt", said=said)


def _said_and_right(name: str, bar: ConfidenceBar, right: str) -> str:
    return says("parts", name, said=percent(bar.said), right=right)
