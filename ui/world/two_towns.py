"""Two towns on screen: levers, a guess, and two hundred tries at once."""

from functools import lru_cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, read, says
from core.project.guesses import Question
from core.project.project import Project
from core.statistics import Floats
from core.words import percent
from core.world.loop.two_towns import LOCKED, RUNS, Towns, locked_in, shares, what_happens
from ui.parts import charts
from ui.parts.guess import guess_first, guess_pills, note_result
from ui.parts.lesson import as_text, note, what_you_saw
from ui.parts.palette import BLUE, ORANGE

AFTER_A_YEAR = Question[str]("guess_two_towns", str, "year")
CHOICES = read("loop.yaml", dict[str, str], "towns_choices")
DRAWN = 60  # lines; the figures are of all tries
CRIME = [0.2, 0.4, 0.5, 0.6, 0.8]
AT_RANDOM = [0.0, 0.1, 0.2, 0.5, 1.0]


@st.fragment
def patrols(here: Project) -> None:
    """Everything that moves with a lever."""
    text = lesson_text("loop")
    st.markdown(text["towns_intro"])
    guess = guess_first(
        here,
        AFTER_A_YEAR,
        lambda: guess_pills(text["towns_guess"], CHOICES, key="guess_towns"),
        key="towns",
    )
    if not guess.revealed:
        return
    towns = _levers()
    tries = _tries(towns)
    locked = locked_in(tries)
    if guess.choice is not None:
        note_result(guess.choice == what_happens(tries))
    charts.show(
        _fan(towns, charts.ink()),
        table=pd.DataFrame({"share of the first town at the end": np.sort(tries[:, -1]).round(3)}),
        alt=says("world", "towns_alt", runs=RUNS, locked=percent(locked)),
        key="loop_towns",
    )
    said = CHOICES.get(guess.choice or "", "")
    guessed = says("world", "guessed", guess=said) if said else ""
    what_you_saw(f"{guessed} {_saw(towns, locked)}".strip())
    note(text["towns_source"])
    name = as_text(min(here.dataset.classes(), default="it"))
    st.markdown(text["towns_yours"].format(name=name))


def _levers() -> Towns:
    left, right = st.columns(2, gap="large")
    with left:
        first = st.select_slider(
            says("world", "crime_first_town"),
            CRIME,
            value=0.5,
            format_func=percent,
            key="towns_first",
        )
        second = st.select_slider(
            says("world", "crime_second_town"),
            CRIME,
            value=0.5,
            format_func=percent,
            key="towns_second",
        )
    with right:
        at_random = st.select_slider(
            says("world", "lever_how_many_patrols"),
            AT_RANDOM,
            format_func=percent,
            key="towns_random",
        )
        corrected = st.toggle(says("world", "lever_count_find"), key="towns_corrected")
    return Towns(crime=(first, second), at_random=at_random, corrected=corrected)


@lru_cache(maxsize=32)
def _tries(towns: Towns) -> Floats:
    return shares(towns)


def _saw(towns: Towns, locked: float) -> str:
    text, (first, second) = lesson_text("loop"), towns.crime
    said = (
        text["towns_saw"].format(locked=percent(locked))
        if first == second
        else text["towns_unequal"].format(
            first=percent(first),
            second=percent(second),
            fair=percent(first / (first + second)),
            locked=percent(locked),
        )
    )
    return f"{said} {text['towns_corrected']}" if towns.corrected else said


@lru_cache(maxsize=charts.KEPT)
def _fan(towns: Towns, _ink: str) -> charts.Finished:
    tries = _tries(towns)
    days = np.arange(0, towns.days + 1, 7)
    figure = go.Figure()
    for row in range(DRAWN):
        last = tries[row, -1]
        locked = last >= LOCKED or last <= 1 - LOCKED
        figure.add_scatter(
            x=days,
            y=tries[row, days].round(3),
            mode="lines",
            line={
                "color": ORANGE if locked else BLUE,
                "width": 1,
                "dash": "dot" if locked else "solid",
            },
            opacity=0.55,
            hoverinfo="skip",
        )
    fair = towns.crime[0] / sum(towns.crime)
    figure.add_hline(y=fair, line={"color": charts.ink(), "width": 2})
    figure.add_annotation(
        x=towns.days,
        y=fair,
        text=says("world", "the_truth"),
        showarrow=False,
        xanchor="right",
        yshift=12,
    )
    figure.update_xaxes(title=says("world", "day"))
    figure.update_yaxes(title=says("world", "first_town_share"), range=[0, 1], tickformat=".0%")
    return charts.finished(figure, height=360)
