"""The insurer's charts: acceptance by price, two maps of profit, four prices side by side."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import says
from core.drivetrain.simulators.arrays import Bools, Floats
from core.drivetrain.simulators.pricing.market import MARKET_OVER_CLAIMS
from core.drivetrain.simulators.pricing.models import BY_LOT_RANGE
from core.drivetrain.simulators.pricing.optimizer import Limits, grid
from core.drivetrain.simulators.pricing.study import Finding, Result
from core.drivetrain.simulators.pricing.years import Outcomes
from core.words import percent
from ui.parts import charts
from ui.parts.chart_labels import end_labels, in_plain_words, line, rows, rows_height
from ui.parts.palette import BLUE, GREY, ORANGE

NAMES = {
    "accurate": "Just the expected claims",
    "today": "Today's price",
    "found": "The optimiser's prices",
    "truth": "Best possible",
}
SHORT = {"accurate": "most accurate", "today": "today", "found": "optimiser"}
LOWEST_SHOWN, HIGHEST_SHOWN = -300, 400
NAMED_FROM, LOW_ROW, TOP_ROW = 8, 5, 22


def euros(amount: float) -> str:
    """Whole euros, with a minus sign before the currency."""
    return f"{'−' if round(amount) < 0 else ''}€{abs(amount):,.0f}"


def acceptance_chart(finding: Finding, by_lot: int) -> None:
    """Who would accept at which price: the model's word and the truth."""
    ratios = [float(ratio) for ratio in grid()]
    believed = [100 * float(share) for share in finding.accepts_believed]
    real = [100 * float(share) for share in finding.accepts_true]
    fig = go.Figure()
    if by_lot:
        _tried(fig)
    line(fig, ratios, believed, ORANGE, "dot")
    line(fig, ratios, real, BLUE, "solid")
    end_labels(fig, ratios[-1], {"model says": believed[-1], "really": real[-1]}, 100)
    fig.update_xaxes(title=says("simulators", "price"), range=[0.9, 3.0])
    fig.update_yaxes(title=says("simulators", "accept"), ticksuffix=" %", range=[0, 100])
    table = pd.DataFrame(
        {"the model says, %": np.round(believed, 1), "really, %": np.round(real, 1)},
        index=pd.Index(np.round(ratios, 2), name="price ÷ claims"),
    )
    believed_at, real_at = (float(np.interp(2, ratios, one)) / 100 for one in (believed, real))
    shares = {"believed": percent(believed_at), "real": percent(real_at)}
    alt = says("simulators", "accept_alt", **shares)
    charts.show(fig, table=table, alt=alt, key="ins_accept", height=290)


def profit_maps(finding: Finding, limits: Limits) -> None:
    """Two maps of profit over both prices: what the models believe, and the truth."""
    believed, true = st.columns(2, gap="large")
    with believed:
        st.markdown(says("simulators", "what_the_models_believe"))
        _map(finding, finding.believed, finding.kept_believed, limits, "believed")
    with true:
        st.markdown(says("simulators", "what_true_no"))
        _map(finding, finding.true, finding.kept_true, limits, "true")


def profit_bars(finding: Finding) -> None:
    """The true profit of each named pair of prices, down to its bad future."""
    found = {name: finding.results[name] for name in NAMES if name in finding.results}
    bars = go.Bar(
        x=[result.profit for result in found.values()],
        marker_color=[BLUE if name == "found" else GREY for name in found],
        error_x={
            "type": "data",
            "array": [0.0] * len(found),
            "arrayminus": [result.profit - result.bad for result in found.values()],
            "color": charts.ink(),
            "thickness": 1.5,
        },
    )
    labels = [_label(name, result) for name, result in found.items()]
    fig = rows(bars, labels)
    fig.add_vline(x=0, line_width=1, line_color=charts.ink())
    left = min(0.0, *(result.bad for result in found.values()))  # where some run below zero
    fig.for_each_annotation(lambda words: words.update(x=left))
    alt = in_plain_words(labels)
    table = _result_frame(found)
    charts.show(fig, table=table, alt=alt, key="ins_bars", height=rows_height(len(found)))


def _map(finding: Finding, outcomes: Outcomes, kept: Bools, limits: Limits, name: str) -> None:
    ratios = grid()
    fig = go.Figure()
    fig.add_heatmap(
        **_cells(ratios, outcomes.profit),
        colorscale="Cividis",
        zmin=LOWEST_SHOWN,
        zmax=HIGHEST_SHOWN,
        colorbar={"title": "€", "thickness": 12, "tickfont": {"size": 13}},
        hovertemplate=f"{says('simulators', 'map_hover')}<extra></extra>",
    )
    fig.add_heatmap(**_cells(ratios, np.where(kept, np.nan, 1.0)), **_veil())
    _zone(
        fig,
        ~kept & (outcomes.share < limits.share),
        says("simulators", "too_few_customers"),
        TOP_ROW,
    )
    _zone(fig, ~kept & (outcomes.bad < -limits.loss), says("simulators", "ruin_bad_year"), LOW_ROW)
    for key, short in SHORT.items():
        if key in finding.results:
            _mark(fig, finding.results[key], short, star=key == "found")
    fig.update_xaxes(title=says("simulators", "first_price_claims"), dtick=0.5)
    fig.update_yaxes(title=says("simulators", "renewal_price_claims"), dtick=0.5)
    alt = _map_alt(finding, outcomes, kept)
    charts.show(fig, table=_map_table(ratios, outcomes), alt=alt, key=f"ins_{name}", height=400)


def _cells(ratios: Floats, values: Floats) -> dict[str, object]:
    """First prices from left to right, renewal prices upwards."""
    return {"x": ratios, "y": ratios, "z": values.T}


def _veil() -> dict[str, object]:
    shade = [[0, "rgba(128,128,128,0.72)"], [1, "rgba(128,128,128,0.72)"]]
    return {"colorscale": shade, "showscale": False, "hoverinfo": "skip"}


def _zone(fig: go.Figure, broken: Bools, name: str, row: int) -> None:
    """The name of a limit where it is broken, in a row of the map that the marks leave free."""
    firsts = grid()[broken[:, row]]
    if len(firsts) < NAMED_FROM:
        return
    fig.add_annotation(x=firsts.mean(), y=grid()[row], text=f"<i>{name}</i>", **_on_map())


def _on_map() -> dict[str, object]:
    """Black on a light ground, readable on every colour of the map in both themes."""
    return {
        "showarrow": False,
        "font": {"size": 14, "color": "black"},
        "bgcolor": "rgba(255,255,255,0.75)",
    }


def _mark(fig: go.Figure, result: Result, name: str, *, star: bool) -> None:
    fig.add_scatter(
        x=[result.prices.first],
        y=[result.prices.renewal],
        mode="markers",
        marker={
            "size": 18 if star else 11,
            "symbol": "star" if star else "circle",
            "color": "white",
            "line": {"color": "black", "width": 1.5},
        },
        hoverinfo="skip",
        cliponaxis=False,
    )
    at_the_right = result.prices.first > 2.0
    fig.add_annotation(
        x=result.prices.first,
        y=result.prices.renewal,
        text=f"<b>{name}</b>",
        xanchor="right" if at_the_right else "left",
        xshift=-12 if at_the_right else 12,
        **_on_map(),
    )


def _map_alt(finding: Finding, outcomes: Outcomes, kept: Bools) -> str:
    if not kept.any():
        return "No pair of prices keeps the limits"
    at = np.unravel_index(np.where(kept, outcomes.profit, -np.inf).argmax(), kept.shape)
    ratios = grid()
    return says(
        "simulators",
        "map_alt",
        profit=euros(float(outcomes.profit[at])),
        first=ratios[at[0]],
        renewal=ratios[at[1]],
        share=percent((~kept).mean()),
    )


def _map_table(ratios: Floats, outcomes: Outcomes) -> pd.DataFrame:
    """Every fifth price: profit, rows by first price."""
    few = slice(None, None, 5)
    names = [says("simulators", "then", ratio=ratio) for ratio in ratios[few]]
    profit = np.round(outcomes.profit[few, few]).astype(int)
    index = pd.Index([says("simulators", "first", ratio=ratio) for ratio in ratios[few]])
    return pd.DataFrame(profit, index=index, columns=names)


def _tried(fig: go.Figure) -> None:
    low, high = MARKET_OVER_CLAIMS * np.exp([-BY_LOT_RANGE, BY_LOT_RANGE])
    fig.add_vrect(x0=low, x1=high, fillcolor=GREY, opacity=0.12, line_width=0)
    fig.add_annotation(
        x=(low + high) / 2,
        y=98,
        yanchor="top",
        text=says("simulators", "tried_at_random"),
        showarrow=False,
        font={"size": 14, "color": charts.ink()},
    )


def _label(name: str, result: Result) -> str:
    money = {"profit": euros(result.profit), "bad": euros(result.bad)}
    return says("simulators", "bad_future", name=NAMES[name], **money)


def _result_frame(found: dict[str, Result]) -> pd.DataFrame:
    results = found.values()
    return pd.DataFrame(
        {
            "first price ÷ claims": [round(result.prices.first, 2) for result in results],
            "renewal ÷ claims": [round(result.prices.renewal, 2) for result in results],
            "profit promised, €": [round(result.promised) for result in results],
            "true profit, €": [round(result.profit) for result in results],
            "in a bad future, €": [round(result.bad) for result in results],
            "share promised": [percent(result.promised_share) for result in results],
            "true share": [percent(result.share) for result in results],
        },
        index=pd.Index([NAMES[name] for name in found]),
    )
