"""How many quiet nights before you may say that misses are below 5 %: exact, and in the head."""

from functools import lru_cache

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, says
from core.project.guesses import Question
from core.words import count_of, number, percent
from core.world.rollout.camp import A_NIGHT
from core.world.rollout.quiet import (
    LIMIT,
    most_misses,
    nights_needed,
    pictures_needed,
    rule_of_three,
)
from ui.parts import charts
from ui.parts.chart_labels import end_label
from ui.parts.guess import guess_first, guess_pills, note_result
from ui.parts.lesson import as_text, note, what_you_saw
from ui.parts.palette import BLUE, ORANGE
from ui.world.rollout.play import Play

QUIET = Question[int]("guess_rollout_quiet", int, "nights")
CHOICES = {nights: str(nights) for nights in (1, 3, 5, 10, 20, 30)}
LONGEST = 40


@st.fragment
def quiet_nights(play: Play) -> None:
    """The guess, a slider, the curve."""
    text = lesson_text("rollout")
    guess = guess_first(
        play.here,
        QUIET,
        lambda: guess_pills(text["quiet_guess"], CHOICES, key="guess_quiet"),
        key="rollout_quiet",
    )
    if not guess.revealed:
        return
    a_night, rare = _a_night(play)
    nights = st.slider(text["quiet_nights"], 1, LONGEST, 3, key="quiet_nights")
    pictures = round(nights * a_night)
    charts.show(
        _curve(nights, a_night, charts.ink()),
        table=pd.DataFrame(
            [
                (night, round(night * a_night), percent(_most(night, a_night)))
                for night in (1, 2, 3, 5, 10, 20, 30, 40)
            ],
            columns=["quiet nights", "pictures", "may still be missed"],
        ),
        alt=says("world", "quiet_alt", nights=nights, most=percent(_most(nights, a_night))),
        key="rollout_quiet",
    )
    if guess.choice is not None:
        enough = (one for one in CHOICES if one >= nights_needed(A_NIGHT))
        note_result(guess.choice == next(enough, max(CHOICES)))
    guessed = text["quiet_guessed"].format(guess=guess.choice) if guess.choice else ""
    said = text["quiet_saw"].format(
        nights=nights,
        pictures=pictures,
        most=percent(most_misses(0, pictures)),
        three=percent(rule_of_three(pictures)),
        needed=pictures_needed(),
        needed_nights=count_of(nights_needed(a_night), "night"),
    )
    what_you_saw(f"{guessed} {said if pictures else text['quiet_none']}".strip())
    if rare:
        note(rare)


def _a_night(play: Play) -> tuple[float, str]:
    """How many pictures a night count, and what is to be said where only one class does."""
    text, dreaded = lesson_text("rollout"), play.now.costs.dreaded
    names = play.home.vocab
    if dreaded not in names or not st.toggle(
        text["quiet_only"].format(name=as_text(dreaded)), key="quiet_only"
    ):
        return float(A_NIGHT), ""
    share = float(play.home.weights[play.home.targets == names.index(dreaded)].sum())
    a_night = max(share * A_NIGHT, 1e-3)
    said = text["quiet_rare"].format(
        share=percent(share), name=as_text(dreaded), a_night=number(a_night)
    )
    return a_night, said


def _most(nights: int, a_night: float) -> float:
    return most_misses(0, round(nights * a_night))


@lru_cache(maxsize=charts.KEPT)
def _curve(nights: int, a_night: float, _ink: str) -> charts.Finished:
    every = list(range(1, LONGEST + 1))
    exact = [_most(night, a_night) for night in every]
    three = [rule_of_three(round(night * a_night)) for night in every]
    figure = go.Figure()
    for values, colour, dash, name in (
        (exact, BLUE, "solid", "exact"),
        (three, ORANGE, "dot", "rule of three"),
    ):
        figure.add_scatter(
            x=every,
            y=values,
            mode="lines",
            line={"color": colour, "width": 3, "dash": dash},
            customdata=[percent(value) for value in values],
            hovertemplate=f"{says('world', 'nights_hover', name=name)}<extra></extra>",
        )
    figure.add_hline(y=LIMIT, line={"color": charts.ink(), "width": 1, "dash": "dash"})
    figure.add_scatter(
        x=[nights],
        y=[_most(nights, a_night)],
        mode="markers",
        marker={"size": 14, "color": BLUE, "symbol": "circle"},
        hoverinfo="skip",
    )
    end_label(figure, nights, _most(nights, a_night), percent(_most(nights, a_night)), shift=16)
    top = min(1.0, max(0.3, 1.15 * _most(1, a_night)))
    figure.update_xaxes(title=says("world", "quiet_nights"), range=[0, LONGEST + 3])
    figure.update_yaxes(
        title=says("world", "may_still_be_missed"), range=[0, top], tickformat=".0%"
    )
    return charts.finished(figure, height=320)
