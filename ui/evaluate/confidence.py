"""How sure the model was, as bars to click; and whether it is as often right as it says."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, says
from core.evaluation.calibration import Unseen
from core.evaluation.reliability import (
    Calibration,
    ConfidenceBar,
    calibration,
    calibration_error,
    confidence_bars,
    overconfidence,
)
from core.evaluation.selection import Bar
from core.training.outcome import Outcome
from core.words import count_of, percent, percent_figure
from ui.evaluate.selection import pick, picked
from ui.parts.charts import chosen_point, ink, show
from ui.parts.lesson import metric, note
from ui.parts.palette import BLUE, ORANGE, RIGHT, WRONG
from ui.parts.reliability_chart import (
    lowest_bar,
    reliability_alt,
    reliability_chart,
    reliability_curve,
)

CHART, BOX = "confidence_bars", "confidence_bar"
RELIABILITY = "reliability"
PLAIN, REACH = 2, 3  # the traces that can be clicked: points as it says, and the room around them
REACH_PX = 34  # a finger is wider than a point
FEW = 100


def confidence_view(outcome: Outcome) -> None:
    """The histogram, and a box that names a bar."""
    note(lesson_text("evaluate")["confidence"])
    bars = confidence_bars(outcome)
    show(
        _figure(bars, picked()),
        table=bar_table(bars),
        alt=_alt_text(bars),
        key=CHART,
        on_select=_take_click,
        height=360,
    )
    bar_box(bars)


def bar_box(bars: Sequence[ConfidenceBar]) -> None:
    """A box with every bar that has pictures, for hands without a mouse."""
    choices = _choices(bars)
    now = picked()
    st.session_state[BOX] = now if now in choices else None
    st.selectbox(
        says("evaluate", "or_choose_a_bar"),
        list(choices),
        index=None,
        format_func=lambda bar: choices.get(bar, ""),
        placeholder="any",
        key=BOX,
        on_change=lambda: pick(st.session_state[BOX]),
        width=300,
    )


def bar_table(bars: Sequence[ConfidenceBar]) -> pd.DataFrame:
    """One row for each bar with pictures."""
    return pd.DataFrame(
        [
            (_span(bar), bar.score.total, bar.score.correct, round(bar.said, 3), bar.score.accuracy)
            for bar in bars
            if bar.score.total
        ],
        columns=["sure", "pictures", "right", "sure on average", "share right"],
    )


def _choices(bars: Sequence[ConfidenceBar]) -> dict[Bar, str]:
    """Each bar, and its mistakes alone where it has both."""
    named: dict[Bar, str] = {}
    for bar in bars:
        if bar.score.total:
            named[Bar(bar.low, bar.high)] = f"{_span(bar)} sure: {bar.score.total}"
        if bar.wrong:
            named[Bar(bar.low, bar.high, False)] = f"{_span(bar)} sure, wrong: {bar.wrong}"
    return named


def _take_click() -> None:
    point = chosen_point(st.session_state[CHART])
    if point is not None:
        low, high = point["customdata"]
        pick(Bar(float(low), float(high), point["curve_number"] == 0))


def _figure(bars: Sequence[ConfidenceBar], now: object) -> go.Figure:
    first = next((place for place, bar in enumerate(bars) if bar.score.total), 0)
    drawn = bars[first:]
    right = _stack(drawn, "right", [bar.score.correct for bar in drawn], RIGHT, "")
    wrong = _stack(drawn, "wrong", [bar.wrong for bar in drawn], WRONG, "/")
    figure = go.Figure([right, wrong], layout={"barmode": "stack", "bargap": 0.12})
    ticks = [bar.low for bar in drawn] + [1.0]
    figure.update_xaxes(title=says("evaluate", "how_sure_it_was"), tickformat=".0%", tickvals=ticks)
    figure.update_xaxes(range=[min(ticks[0], 0.5) - 0.02, 1.02])
    tallest = max((bar.score.total for bar in drawn), default=1)
    figure.update_yaxes(showticklabels=False, range=[0, 1.15 * tallest])
    if isinstance(now, Bar):
        figure.add_vrect(x0=now.low, x1=now.high, line={"color": ink(), "width": 2})
    return figure


def _stack(
    bars: Sequence[ConfidenceBar], what: str, counts: Sequence[int], colour: str, pattern: str
) -> go.Bar:
    return go.Bar(
        x=[(bar.low + bar.high) / 2 for bar in bars],
        y=list(counts),
        width=[0.09] * len(bars),
        marker={"color": colour, "pattern": {"shape": pattern, "solidity": 0.25}},
        text=[count or "" for count in counts],
        textposition="inside" if what == "right" else "outside",
        textangle=0,
        cliponaxis=False,
        customdata=[[bar.low, bar.high] for bar in bars],
        unselected={"marker": {"opacity": 1}},
        hovertemplate=f"%{{y}} {what}<extra></extra>",
    )


def _span(bar: ConfidenceBar) -> str:
    return f"{percent_figure(bar.low)}–{percent(bar.high)}"


def _pictures(bar: ConfidenceBar) -> str:
    return count_of(bar.score.total, "picture")


def _alt_text(bars: Sequence[ConfidenceBar]) -> str:
    said = "; ".join(
        says("evaluate", "bar_alt", span=_span(bar), pictures=_pictures(bar), wrong=bar.wrong)
        for bar in bars
        if bar.score.total
    )
    return says("evaluate", "confidence_alt", said=said)


def calibration_view(outcome: Outcome, honest: Unseen) -> None:
    """The curve of `outcome`, as it is and at the temperature fitted on the `honest` pictures."""
    note(lesson_text("evaluate")["calibration"])
    found = calibration(outcome, honest)
    _figures(found)
    show(
        _curves(found),
        table=bar_table(found.plain),
        alt=reliability_alt(found.plain),
        key=RELIABILITY,
        on_select=_take_curve_click,
        height=400,
    )
    note(f"{honest.in_words} {_how_judged(found, len(outcome.image_ids))}")
    bar_box(found.plain)


def _figures(found: Calibration) -> None:
    before, after = calibration_error(found.plain), calibration_error(found.scaled)
    with st.container(horizontal=True, gap="large"):
        metric(says("evaluate", "error_as_it_is"), percent(before), _lean(found.plain))
        metric(
            says("evaluate", "error_after_scaling"),
            percent(after),
            says("evaluate", "temperature", temperature=found.temperature),
        )
    if after > before:
        note(lesson_text("evaluate")["scaling_harms"])


def _lean(bars: Sequence[ConfidenceBar]) -> str:
    lean = overconfidence(bars)
    if abs(lean) < 0.005:
        return says("evaluate", "honest")
    return says("evaluate", "too_sure" if lean > 0 else "too_modest", share=percent(abs(lean)))


def _how_judged(found: Calibration, pictures: int) -> str:
    text = lesson_text("evaluate")
    words = text["temperature_elsewhere"]
    if found.flattered is not None:
        words = text["temperature_here"].format(flattered=percent(found.flattered))
    return f"{words} {text['few_pictures']}" if pictures < FEW else words


def _take_curve_click() -> None:
    point = chosen_point(st.session_state[RELIABILITY])
    if point is not None and point["curve_number"] in (PLAIN, REACH):
        low, high = point["customdata"][:2]
        pick(Bar(float(low), float(high)))


def _curves(found: Calibration) -> go.Figure:
    plain = reliability_curve(found.plain, says("evaluate", "as_it_says"), BLUE, "circle")
    scaled = reliability_curve(found.scaled, "scaled", ORANGE, "diamond")
    lowest = lowest_bar(found.plain, found.scaled)
    return reliability_chart([scaled, plain, _room_to_tap(plain)], lowest)


def _room_to_tap(plain: go.Scatter) -> go.Scatter:
    """Around each point room for a finger, unseen and above all else: a point below another one
    can be picked, too."""
    unseen = {"marker": {"opacity": 0}}
    return go.Scatter(
        x=plain.x,
        y=plain.y,
        mode="markers",
        marker={"size": REACH_PX, "opacity": 0},
        selected=unseen,
        unselected=unseen,
        customdata=plain.customdata,
        hovertemplate=plain.hovertemplate,
    )
