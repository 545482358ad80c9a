"""The learner's watch: what it pays for, what rings, and what one sees of it."""

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, says
from core.statistics import Score
from core.words import percent_range
from core.world.drift.living import Levers, Month
from core.world.drift.made import MadeYear
from core.world.drift.year import MONTHS
from ui.parts import charts
from ui.parts.lesson import note, what_you_saw
from ui.parts.palette import BLUE, ORANGE
from ui.world.drift.levers import choose_levers, year_by
from ui.world.drift.words import months_said


@st.fragment
def your_plan(made: MadeYear) -> None:
    """The levers, and the year as one sees it with them: the truth stays hidden."""
    st.markdown(lesson_text("drift")["plan_intro"])
    levers = choose_levers()
    months = year_by(made, levers)
    rang = tuple(number for number, month in enumerate(months, 1) if month.rang)
    again = tuple(number for number, month in enumerate(months, 1) if month.retrained)
    paid = tuple(month.labelled for month in months)
    if levers.labels:
        charts.show(
            _paid(paid, rang, again, charts.ink()),
            table=_table(months),
            alt=says("world", "plan_alt", months_said=months_said([*rang])),
            key="drift_paid",
        )
    what_you_saw(_saw(levers, months, rang, again))


def _saw(levers: Levers, months: list[Month], rang: tuple[int, ...], again: tuple[int, ...]) -> str:
    text = lesson_text("drift")
    said = text["plan_saw"].format(
        labels=sum(month.labelled.total for month in months),
        rang=months_said(list(rang)),
        retrained=months_said(list(again)),
    )
    how = (
        "plan_none"
        if not levers.labels
        else "plan_random"
        if levers.which == "random"
        else "plan_picked"
    )
    return f"{said} {text[how]}"


def _table(months: list[Month]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (number, month.labelled.fraction, percent_range(month.labelled.likely))
            for number, month in enumerate(months, 1)
        ],
        columns=["month", "paid labels right", "so all of them, likely"],
    )


@lru_cache(maxsize=charts.KEPT)
def _paid(
    paid: tuple[Score, ...], rang: tuple[int, ...], again: tuple[int, ...], _ink: str
) -> charts.Finished:
    numbers = list(range(1, MONTHS + 1))
    figure = go.Figure()
    figure.add_scatter(
        x=numbers,
        y=[score.accuracy for score in paid],
        error_y={**charts.likely_ranges(paid), "color": charts.ink()},
        mode="markers",
        marker={
            "color": [ORANGE if n in rang else BLUE for n in numbers],
            "symbol": ["diamond" if n in rang else "circle" for n in numbers],
            "size": 13,
        },
        customdata=[score.fraction for score in paid],
        hovertemplate="month %{x}: %{customdata} right<extra></extra>",
    )
    for number in again:
        figure.add_vline(x=number + 0.5, line={"color": charts.ink(), "width": 1, "dash": "dot"})
    figure.update_xaxes(title=says("world", "month_axis"), dtick=1, range=[0.5, 12.7])
    figure.update_yaxes(title=says("world", "right_paid_labels"), range=[0, 1.04], tickformat=".0%")
    return charts.finished(figure, height=320)


def show_levers() -> Levers:
    """The same levers, folded up, beside what they lead to."""
    with st.expander(says("world", "change_your_plan"), key="drift_change"):
        levers = choose_levers()
        note(lesson_text("drift")["refit"])
    return levers
