"""Every chart of the app: one look for light and dark, a table behind it, words beside it."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from plotly.basedatatypes import BaseFigure

from core.content import lesson_text, says
from core.project.everybody import EVERYBODY
from core.statistics import Score
from core.words import percent

OnSelect = Literal["rerun", "ignore"] | Callable[[], None]
Draw = Literal["box", "lasso"]

DRAG: dict[Draw | None, str | bool] = {None: False, "box": "select", "lasso": "lasso"}
KEPT = EVERYBODY  # figures that a chart remembers, for all visitors together
CLEAR = "rgba(0,0,0,0)"
WHOLE = "%{hovertext}<extra></extra>"
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": "reset"}
LAYOUT: dict[str, Any] = {
    "paper_bgcolor": CLEAR,
    "plot_bgcolor": CLEAR,
    "font": {"size": 15},
    "margin": {"l": 8, "r": 8, "t": 16, "b": 8},
    "showlegend": False,
    "dragmode": False,
}
AXIS: dict[str, Any] = {
    "showgrid": False,
    "zeroline": False,
    "ticks": "",
    "automargin": True,
    "fixedrange": True,
    "tickfont": {"size": 15},
}


def ink() -> str:
    """The colour of all text in a chart, for the theme the learner sees now."""
    return "#F2F0EB" if st.context.theme.type == "dark" else "#24221F"


def ground() -> str:
    """The page's own colour, behind what hovers over a chart."""
    return "#222826" if st.context.theme.type == "dark" else "#FCFBF8"


Spec = dict[str, Any]


class Finished(BaseFigure):  # type: ignore[misc]  # Plotly has no types
    """A figure that was validated when it was built: Streamlit takes its `spec` as it is.

    A dict would be made a `go.Figure` again, and validated value by value, at every click.
    """

    def __init__(self, spec: Spec) -> None:
        self.__dict__["spec"] = spec

    def to_dict(self) -> Spec:
        """The keys data and layout, as Plotly's JSON has them."""
        spec: Spec = self.__dict__["spec"]
        return spec


def finished(fig: go.Figure, *, height: int) -> Finished:
    """`fig` in the app's look, to be remembered by what it shows and the theme's `ink`.

    Building a figure and dressing it takes five to twenty milliseconds, at every click.
    """
    return Finished(dressed(fig, height=height))


def dressed(fig: go.Figure, *, height: int = 320, draw: Draw | None = None) -> Spec:
    """What `fig` is as a dict (data, layout), in the app's look: transparent, no grid, no legend,
    no drag to zoom. `fig` itself stays as it is, so it may be kept for the next click.
    Streamlit's own grey of ticks and labels is too pale to read on a light page: see `ink`."""
    spec: Spec = fig.to_dict()
    own = spec["layout"]
    axes = {name: _inked({**AXIS, **own.get(name, {})}) for name in ("xaxis", "yaxis")}
    font = {**LAYOUT["font"], "color": ink()}
    hover = {"bgcolor": ground(), "bordercolor": ink(), "font": {"size": 14, "color": ink()}}
    look = {"font": font, "hoverlabel": hover, "height": height, "dragmode": DRAG[draw]}
    return {**spec, "layout": {**own, **LAYOUT, **axes, **look}}


def _inked(axis: dict[str, Any]) -> dict[str, Any]:
    title, colour = axis.get("title", {}), {"color": ink()}
    return {
        **axis,
        "tickfont": {**axis["tickfont"], **colour},
        "title": {**title, "font": {**title.get("font", {}), **colour}},
    }


def likely_ranges(scores: Sequence[Score], thickness: float = 3) -> dict[str, Any]:
    """The `error_x` or `error_y` of dots that stand at the accuracies of `scores`: lines to both
    ends of the range where each may really be."""
    ends = [(score.accuracy, *score.likely) for score in scores]
    return {
        "array": [high - share for share, _, high in ends],
        "arrayminus": [share - low for share, low, _ in ends],
        "thickness": thickness,
        "width": 0,
    }


def show(
    fig: go.Figure | Finished,
    *,
    table: pd.DataFrame | None,
    alt: str,
    key: str,
    on_select: OnSelect | None = None,
    height: int = 320,
    draw: Draw | None = None,
) -> Any:
    """Draw `fig` at full width with `alt` for screen readers and `table` under "The numbers".

    `height` is in pixels; a figure that is `finished` has its own. Returns Streamlit's selection
    event (`event.selection.points`) when `on_select` is given, else None. With `draw`, dragging
    selects the points in a box or a lasso.
    """
    event = st.plotly_chart(
        fig if isinstance(fig, Finished) else Finished(dressed(fig, height=height, draw=draw)),
        width="stretch",
        theme="streamlit",
        key=key,
        config=CONFIG,
        alt=alt,
        on_select=on_select or "ignore",
        selection_mode=("points", draw) if draw else "points",
    )
    if on_select:
        for_fingers(lesson_text("charts")["tap_a_point" if draw else "tap"], key=key)
    if table is not None:
        with st.popover(says("parts", "the_numbers"), type="tertiary", key=f"{key}_numbers"):
            st.dataframe(table, width="stretch")
    return event if on_select else None


def for_fingers(words: str, *, key: str) -> None:
    """A quiet sentence that only screens without a mouse show (`ui/frame/frame.css`)."""
    with st.container(key=f"for_fingers_{key}"):
        st.caption(words)


def chosen_point(event: Any) -> dict[str, Any] | None:
    """The one point the learner clicked (keys x, y, point_index, …), or None."""
    points = event["selection"]["points"] if event else []
    return dict(points[0]) if points else None


def share_bars(
    named: Sequence[tuple[str, float]],
    colours: Sequence[str],
    *,
    to: float,
    whole: Sequence[str] = (),
) -> go.Figure:
    """Horizontal bars of shares (0–1), the first on top, each with its name and its figure written
    on it. The axis ends at `to`, which leaves room for the figures. Where names are shortened, the
    `whole` ones show under the mouse, and under a finger that taps the row."""
    upwards = named[::-1]
    places = list(range(len(upwards)))
    figures = [percent(share) for _, share in upwards]
    bars = go.Bar(x=[share for _, share in upwards], y=places, marker_color=colours[::-1])
    fig = go.Figure([track(places, figures), bars], {"barmode": "overlay"})
    fig.update_traces(orientation="h", hoverinfo="skip")
    fig.update_xaxes(visible=False, range=[0, to])
    if whole:
        fig.update_traces(hoverinfo=None, hovertext=list(whole)[::-1], hovertemplate=WHOLE)
        fig.update_layout(clickmode="event")  # a tap shows a name and picks nothing
    return fig.update_yaxes(tickvals=places, ticktext=[name for name, _ in upwards])


def track(places: Sequence[Any], figures: Sequence[str]) -> go.Bar:
    """The full length (1) behind bars of shares, with the figure of each at its end: how much is
    missing is seen, too."""
    return go.Bar(
        x=[1] * len(places),
        y=places,
        text=figures,
        textposition="outside",
        cliponaxis=False,
        orientation="h",
        marker_color="rgba(127,127,127,0.2)",
        hoverinfo="skip",
    )
