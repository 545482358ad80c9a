"""What comes in month by month, a guess, and the signs that need nobody's answer."""

from functools import lru_cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.classroom.answers import Asked
from core.content import lesson_text, says
from core.project.guesses import Question
from core.project.project import Project
from core.words import number, percent
from core.world.drift.arrivals import Arrival, Kind
from core.world.drift.bill import first_hurt
from core.world.drift.living import Levers, Month, Sign, Signs, rings
from core.world.drift.made import MadeYear
from core.world.drift.year import MONTHS
from ui.parts import charts
from ui.parts.guess import guess_first, note_result, tell
from ui.parts.lesson import as_text, note, what_you_saw
from ui.parts.palette import BLUE, ORANGE
from ui.world.condition import shown_jpeg
from ui.world.drift.levers import choose_line, choose_sign, year_by
from ui.world.drift.words import AXES, SIGNS, rang_words

SHOULD_RING = Question[int]("guess_drift_month_", int, "month")  # about a kind of year
NEVER = MONTHS + 1
COARSE = 12  # pictures a month
HUGE = 1e6
WORTH = {0.01: "0.01", 1: "1", 20: "20", 1000: "1,000", HUGE: "a million<br>or more"}
UNTOUCHED = Levers(when="never")


@st.fragment
def what_comes_in(here: Project, kind: Kind, made: MadeYear) -> None:
    """The pictures, the guess, and one sign at a time."""
    text = lesson_text("drift")
    learned = len(made.year.of_month(0))
    coming = len(made.pictures) - learned
    st.markdown(
        text["year_intro"].format(learned=learned, coming=coming, each=round(coming / MONTHS))
    )
    place = st.container()
    guess = guess_first(here, SHOULD_RING, _ask, kind, key="drift_month", topic=kind)
    if guess.revealed:
        _one_sign(made, guess.choice)
    with st.container() if guess.revealed else place:  # the chart is in sight, once it is there
        if coming / MONTHS < COARSE:
            note(text["coarse"])
        with st.expander(says("world", "one_picture_each")) if guess.revealed else st.container():
            st.markdown(text["year_shown"])
            _one_a_month(made)


def month_said(number: int) -> str:
    """A month as it stands on the slider."""
    return (
        lesson_text("drift")["month_never"]
        if number >= NEVER
        else says("world", "month", number=number)
    )


def _ask() -> int:
    question, months = lesson_text("drift")["month_guess"], list(range(2, NEVER + 1))
    st.subheader(says("parts", "guess_first", question=question), anchor=False)
    chosen = int(
        st.select_slider(
            says("world", "month_head"),
            months,
            value=7,
            format_func=month_said,
            key="guess_drift_month",
            label_visibility="collapsed",
        )
    )
    said = tuple(month_said(month) for month in months)
    tell(Asked(prompt=question, options=said, words=month_said(chosen)))
    return chosen


def _one_a_month(made: MadeYear) -> None:
    with st.container(horizontal=True, gap="small", key="year_pictures"):
        for month in range(1, MONTHS + 1):
            rows = made.year.of_month(month)
            if len(rows):
                _thumbnail(made.pictures[int(rows[month % len(rows)])])


def _thumbnail(one: Arrival) -> None:
    st.image(
        shown_jpeg(str(one.path), one.id, one.condition, one.strength),
        width=104,
        caption=says("world", "month_caption", number=one.month),
        alt=says("world", "month_alt", number=one.month, label=as_text(one.label)),
    )


def _one_sign(made: MadeYear, guess: int | None) -> None:
    text = lesson_text("drift")
    st.markdown(text["signs_intro"])
    signs, lines = st.columns([3, 2], gap="large")
    with signs:
        sign = choose_sign()
    with lines:
        line = choose_line(sign)
    note(SIGNS[sign].about)
    months = year_by(made, UNTOUCHED)
    if guess is not None:
        should = first_hurt(months, months[0].score.accuracy) or NEVER
        note_result(abs(guess - should) <= 1)
    rang = tuple(
        number
        for number, month in enumerate(months, 1)
        if number > 1 and rings(sign, line, month.signs, month.labelled)
    )
    values = tuple(_value(sign, month) for month in months)
    charts.show(
        _chart(sign, values, line, rang, charts.ink()),
        table=_table(months),
        alt=says("world", "sign_alt", sign=SIGNS[sign].name, rang=rang or "never"),
        key="drift_sign_chart",
    )
    what_you_saw(_saw(sign, line, rang, months, guess))


def _value(sign: Sign, month: Month) -> float:
    signs = month.signs
    return {
        "bet": min(max(signs.bet, 0.01), HUGE),
        "told": signs.told.accuracy if signs.told.total else float("nan"),
        "mix": signs.mix,
        "sure": signs.sure,
        "labels": month.labelled.accuracy if month.labelled.total else float("nan"),
    }[sign]


def _saw(
    sign: Sign, line: float, rang: tuple[int, ...], months: list[Month], guess: int | None
) -> str:
    text = lesson_text("drift")
    said = rang_words(sign, line, rang)
    guessed = text["signs_guess"].format(guess=month_said(guess)) if guess else ""
    ends = [months[place].signs.strange for place in (0, -1)]
    distance = text["signs_distance"].format(first=number(ends[0]), last=number(ends[1]))
    parts = (guessed, said, distance if sign == "bet" else "", text["signs_lesson"])
    return " ".join(part for part in parts if part)


def _table(months: list[Month]) -> pd.DataFrame:
    return pd.DataFrame(
        [(n, *_cells(month.signs), month.labelled.fraction) for n, month in enumerate(months, 1)],
        columns=["month", "bet", "told apart", "mix", "sure", "distance", "paid labels right"],
    )


def _cells(signs: Signs) -> tuple[str, ...]:
    return (
        number(signs.bet),
        signs.told.fraction if signs.told.total else "",
        number(signs.mix),
        percent(signs.sure),
        number(signs.strange),
    )


@lru_cache(maxsize=charts.KEPT)
def _chart(
    sign: Sign, values: tuple[float, ...], line: float, rang: tuple[int, ...], _ink: str
) -> charts.Finished:
    numbers = list(range(1, MONTHS + 1))
    figure = go.Figure()
    figure.add_scatter(
        x=numbers,
        y=values,
        mode="lines+markers",
        line={"color": BLUE, "width": 3},
        marker={
            "size": [15 if n in rang else 8 for n in numbers],
            "symbol": ["diamond" if n in rang else "circle" for n in numbers],
            "color": [ORANGE if n in rang else BLUE for n in numbers],
        },
        hovertemplate="month %{x}: %{y:.3~g}<extra></extra>",
    )
    drawn = {"bet": line, "mix": line, "sure": values[0] - line, "labels": line}
    if sign in drawn:
        figure.add_hline(y=drawn[sign], line={"color": charts.ink(), "width": 2, "dash": "dot"})
    if rang:
        figure.add_annotation(
            x=rang[0],
            y=_height(sign, values[rang[0] - 1]),
            text="rings",
            yshift=18,
            showarrow=False,
        )
    figure.update_xaxes(title=says("world", "month_button"), dtick=1, range=[0.6, MONTHS + 0.4])
    figure.update_yaxes(title=AXES[sign])
    if sign == "bet":
        figure.update_yaxes(type="log", tickvals=list(WORTH), ticktext=list(WORTH.values()))
    elif sign != "mix":
        figure.update_yaxes(range=[0, 1.08], tickformat=".0%")
    return charts.finished(figure, height=320)


def _height(sign: Sign, value: float) -> float:
    """Where an annotation stands: a logarithmic axis counts in powers of ten."""
    return float(np.log10(value)) if sign == "bet" else value
