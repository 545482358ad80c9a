"""Is it as often right as it says? The reliability curve, before and after temperature scaling."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text
from core.evaluation.reliability import (
    Calibration,
    ConfidenceBar,
    calibration,
    calibration_error,
    overconfidence,
)
from core.evaluation.selection import Bar
from core.evaluation.unseen import Unseen
from core.training.outcome import Outcome
from core.words import percent
from ui.evaluate.confidence import bar_box, bar_table
from ui.evaluate.selection import pick
from ui.parts.charts import chosen_point, show
from ui.parts.lesson import note
from ui.parts.palette import BLUE, GREY, ORANGE

CHART = "reliability"
PLAIN = 1  # the trace that can be clicked
FEW = 100


def calibration_view(outcome: Outcome, honest: Unseen) -> None:
    """The curve of `outcome`, as it is and at the temperature fitted on the `honest` pictures."""
    note(lesson_text("evaluate")["calibration"])
    found = calibration(outcome, honest)
    _figures(found)
    show(
        _figure(found),
        table=bar_table(found.plain),
        alt=_alt_text(found.plain),
        key=CHART,
        on_select=_take_click,
        height=400,
    )
    note(f"{honest.in_words} {_how_judged(found, len(outcome.image_ids))}")
    bar_box(found.plain)


def _figures(found: Calibration) -> None:
    before, after = calibration_error(found.plain), calibration_error(found.scaled)
    with st.container(horizontal=True, gap="large"):
        _figure_in_words("● Error as it is", before, _lean(found.plain))
        _figure_in_words("◆ Error after scaling", after, f"temperature {found.temperature:.2f}")
    if after > before:
        note(lesson_text("evaluate")["scaling_harms"])


def _figure_in_words(label: str, share: float, beside: str) -> None:
    st.metric(label, percent(share), beside, delta_color="off", delta_arrow="off", width="content")


def _lean(bars: Sequence[ConfidenceBar]) -> str:
    lean = overconfidence(bars)
    if abs(lean) < 0.005:
        return "on average honest"
    return f"{percent(abs(lean))} too {'sure' if lean > 0 else 'modest'}"


def _how_judged(found: Calibration, pictures: int) -> str:
    text = lesson_text("evaluate")
    words = text["temperature_elsewhere"]
    if found.flattered is not None:
        words = text["temperature_here"].format(flattered=percent(found.flattered))
    return f"{words} {text['few_pictures']}" if pictures < FEW else words


def _take_click() -> None:
    point = chosen_point(st.session_state[CHART])
    if point is not None and point["curve_number"] == PLAIN:
        low, high = point["customdata"][:2]
        pick(Bar(float(low), float(high)))


def _figure(found: Calibration) -> go.Figure:
    honest = go.Scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": GREY, "dash": "dot", "width": 2},
        hoverinfo="skip",
    )
    plain = _curve(found.plain, "as it says", BLUE, "circle")
    scaled = _curve(found.scaled, "scaled", ORANGE, "diamond")
    figure = go.Figure([honest, plain, scaled])
    lowest = min((bar.low for bar in found.plain + found.scaled if bar.score.total), default=0.0)
    figure.update_xaxes(title="how sure it says it is", range=[lowest, 1.03], tickformat=".0%")
    figure.update_yaxes(title="how often it is right", range=[-0.03, 1.05], tickformat=".0%")
    figure.add_annotation(
        x=lowest + 0.02, y=lowest + 0.02, text="honest", showarrow=False, yshift=-14, xanchor="left"
    )
    return figure


def _curve(bars: Sequence[ConfidenceBar], name: str, colour: str, symbol: str) -> go.Scatter:
    """A point for each bar with pictures, in its likely range."""
    filled = [bar for bar in bars if bar.score.total]
    share = [bar.score.accuracy for bar in filled]
    return go.Scatter(
        x=[bar.said for bar in filled],
        y=share,
        error_y={
            "array": [bar.score.likely[1] - bar.score.accuracy for bar in filled],
            "arrayminus": [bar.score.accuracy - bar.score.likely[0] for bar in filled],
            "thickness": 1.5,
            "width": 0,
        },
        mode="markers",
        marker={"size": 13, "color": colour, "symbol": symbol},
        unselected={"marker": {"opacity": 1}},
        customdata=[
            [bar.low, bar.high, f"{percent(bar.said)}, right {bar.score.in_words}"]
            for bar in filled
        ],
        hovertemplate=f"{name} %{{customdata[2]}}<extra></extra>",
    )


def _alt_text(bars: Sequence[ConfidenceBar]) -> str:
    said = "; ".join(
        f"said {percent(bar.said)}, right {bar.score.correct} of {bar.score.total}"
        for bar in bars
        if bar.score.total
    )
    return f"How sure it says it is against how often it is right. {said}"
