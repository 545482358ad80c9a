"""The ready-made pair of models: which one is better depends on what a miss costs."""

from functools import cache, lru_cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import says
from core.drivetrain.decide.two_models import Scored, scored, two_models
from core.words import number, percent
from ui.parts import charts
from ui.parts.lesson import as_text, note
from ui.parts.palette import BLUE, VERMILLION

TIMES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
COLOURS = (VERMILLION, BLUE)
LABELS = ((46, "top left", "{}"), (38, "bottom center", "<br>{}"))  # clear of both lines


@st.fragment
def two_models_example() -> None:
    """A slider for the cost of a miss, both models' accuracy and cost, and the crossing."""
    example = two_models()
    st.markdown(example.problem)
    times = st.select_slider(
        says(
            "decide", "example_times", feared=as_text(example.feared), yardstick=example.yardstick
        ),
        TIMES,
        value=500,
        key="example_times",
        persist_state="session",
    )
    pair = _pair(float(times))
    for column, model, sorter in zip(st.columns(2, gap="large"), pair, example.models, strict=True):
        with column:
            st.markdown(f"**{as_text(model.name)}**")
            note(as_text(sorter.story))
            st.metric(says("decide", "correct"), percent(model.accuracy))
            st.metric(
                says("decide", "example_cost", unit=example.costs.unit),
                number(model.cost),
            )
    charts.show(
        _lines(float(times), charts.ink()), table=_cost_frame(), alt=_alt(), key="two_models"
    )
    st.markdown(_verdict(pair, example.costs.unit))


@lru_cache(maxsize=256)
def _pair(times: float) -> list[Scored]:
    """Both models of the example at one cost of a miss: 74 of them are on every drawing."""
    return scored(two_models(), times)


def _verdict(pair: list[Scored], unit: str) -> str:
    accurate = max(pair, key=lambda model: model.accuracy)
    cheap = min(pair, key=lambda model: model.cost)
    costly = max(pair, key=lambda model: model.cost)
    saved = f"{number(costly.cost - cheap.cost)} {as_text(unit)} for 1,000 pictures"
    if accurate is cheap:
        return says("decide", "example_accurate", cheap=as_text(cheap.name), saved=saved)
    return says("decide", "example_cheap", cheap=as_text(cheap.name), saved=saved)


@lru_cache(maxsize=2 * len(TIMES))
def _lines(times: float, ink: str) -> charts.Finished:
    example = two_models()
    grid = np.geomspace(TIMES[0], TIMES[-1], 60)
    lines = [_pair(float(at)) for at in grid]
    fig = go.Figure()
    for i, sorter in enumerate(example.models):
        costs = [pair[i].cost for pair in lines]
        place, side, words = LABELS[i]
        fig.add_scatter(
            x=grid,
            y=costs,
            mode="lines+text",
            text=[words.format(sorter.name) if at == place else "" for at in range(len(grid))],
            textposition=side,
            textfont={"size": 15, "color": ink},
            line={"color": COLOURS[i], "width": 3, "dash": "solid" if i else "dot"},
            hovertemplate="%{x:.0f} times: %{y:.0f}<extra></extra>",
        )
    fig.add_vline(x=times, line_width=1, line_color=ink, line_dash="dash")
    fig.update_xaxes(type="log", title=says("decide", "how_many_times"), dtick=1)
    fig.update_yaxes(type="log", title=says("decide", "cost_for_1000_pictures"), dtick=1)
    return charts.finished(fig, height=340)


@cache
def _cost_frame() -> pd.DataFrame:
    rows = {times: [number(model.cost) for model in _pair(times)] for times in TIMES}
    names = [sorter.name for sorter in two_models().models]
    return pd.DataFrame.from_dict(rows, orient="index", columns=names).rename_axis("times as bad")


@cache
def _alt() -> str:
    low, high = _pair(TIMES[0]), _pair(TIMES[-1])
    return "; ".join(
        says(
            "decide",
            "example_alt",
            a=a.name,
            accuracy=percent(a.accuracy),
            cost=number(a.cost),
            high_cost=number(b.cost),
            time=TIMES[-1],
        )
        for a, b in zip(low, high, strict=True)
    )
