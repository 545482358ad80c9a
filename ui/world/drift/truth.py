"""What was true: the hidden curve beside three other plans, what each cost, what caught it."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, says
from core.project.guesses import Question, best_of, saved_guess
from core.project.project import Project
from core.statistics import PROOF, Score, mcnemar
from core.words import listed
from core.world.drift.arrivals import Kind
from core.world.drift.bill import Bill, first_hurt
from core.world.drift.living import LINES, USUAL, Month, Sign, rings
from core.world.drift.made import MadeYear
from core.world.drift.year import MONTHS
from ui.parts import charts
from ui.parts.chart_labels import end_labels
from ui.parts.guess import guess_first, guess_pills, note_result
from ui.parts.lesson import note, what_you_saw
from ui.parts.palette import BLUE, GREEN, GREY, ORANGE
from ui.world.drift.bill import Lives, bill_table, bills_of, lives_of, prices
from ui.world.drift.comes_in import SHOULD_RING, UNTOUCHED, month_said
from ui.world.drift.levers import year_by
from ui.world.drift.plan import show_levers
from ui.world.drift.words import PLANS, SIGNS, costs_of

CHEAPEST = Question[str]("guess_drift_plan_", str, "plan")  # about a kind of year
CLAIRVOYANT = "clairvoyant"
LOOKS = {
    "never": (GREY, "dot"),
    "monthly": (BLUE, "dash"),
    "yours": (ORANGE, "solid"),
    CLAIRVOYANT: (GREEN, "dashdot"),
}


@st.fragment
def what_was_true(here: Project, kind: Kind, made: MadeYear) -> None:
    """The guess, then everything that was hidden."""
    text = lesson_text("drift")
    guess = guess_first(
        here,
        CHEAPEST,
        lambda: guess_pills(text["truth_guess"], PLANS, key="guess_drift_plan"),
        kind,
        key="drift_plan",
        topic=kind,
    )
    if not guess.revealed:
        return
    levers = show_levers()
    lives = lives_of(made, levers)
    costs = costs_of(here, made.vocab)
    bills = bills_of(made, lives, costs)
    curves = {name: tuple(month.score for month in months) for name, months in lives.items()}
    curves[CLAIRVOYANT] = tuple(made.year.clairvoyant)
    charts.show(
        _curves(tuple(curves.items()), charts.ink()),
        table=_by_month(curves),
        alt="; ".join(f"{_name(key)}: {_sum(scores).in_words}" for key, scores in curves.items()),
        key="drift_truth",
    )
    what_you_saw(_saw(here, kind, made, lives, guess.choice, bills))
    st.markdown(f"**{text['bill_head']}**")
    st.dataframe(bill_table(bills, costs), hide_index=True, width="stretch")
    note(prices(costs))
    st.markdown(_caught(made, lives["never"]))


def _sum(scores: tuple[Score, ...]) -> Score:
    return Score(sum(one.correct for one in scores), sum(one.total for one in scores))


def _name(key: str) -> str:
    return PLANS.get(key, "Clairvoyant")


def _by_month(curves: Mapping[str, tuple[Score, ...]]) -> pd.DataFrame:
    columns = {_name(key): [one.fraction for one in scores] for key, scores in curves.items()}
    return pd.DataFrame(columns, index=pd.RangeIndex(1, MONTHS + 1, name="month"))


def _saw(
    here: Project,
    kind: Kind,
    made: MadeYear,
    lives: Lives,
    guess: str | None,
    bills: Mapping[str, Bill],
) -> str:
    text = lesson_text("drift")
    right = {name: _sum(tuple(month.score for month in months)) for name, months in lives.items()}
    said = text["truth_saw"].format(
        first=lives["never"][0].score.in_words,
        hurt=_hurt(here, kind, lives["never"]),
        never=right["never"].in_words,
        monthly=right["monthly"].in_words,
        yours=right["yours"].in_words,
        clairvoyant=_sum(tuple(made.year.clairvoyant)).in_words,
    )
    return f"{_guessed(guess, bills)} {said} {_gained(lives)}"


def _guessed(guess: str | None, bills: Mapping[str, Bill]) -> str:
    text = lesson_text("drift")
    cheapest = best_of({name: bill.total for name, bill in bills.items()}, lowest=True)
    best = listed([PLANS[name] for name in cheapest])
    if guess not in PLANS:
        return text["truth_best"].format(best=best)
    note_result(guess in cheapest)
    key = "truth_right" if guess in cheapest else "truth_wrong"
    return text[key].format(guess=PLANS[guess], best=best)


def _hurt(here: Project, kind: Kind, months: list[Month]) -> str:
    text, month = lesson_text("drift"), first_hurt(months, months[0].score.accuracy)
    guess = saved_guess(here, SHOULD_RING, kind).choice
    if not guess:
        return text["truth_fine" if month is None else "truth_hurt"].format(month=month)
    how = "truth_fine_guess" if month is None else "truth_hurt_guess"
    return text[how].format(month=month, guess=month_said(guess))


def _gained(lives: Lives) -> str:
    """Whether retraining every month gained anything, on the same pictures (McNemar's test)."""
    text = lesson_text("drift")
    never, monthly = (
        np.concatenate([month.said == month.targets for month in lives[name]])
        for name in ("never", "monthly")
    )
    lost, won = int((never & ~monthly).sum()), int((monthly & ~never).sum())
    if mcnemar(lost, won) >= PROOF:
        return text["truth_no_gain"].format(more=f"{won - lost:+d}")
    if won > lost:
        return text["truth_gain"].format(more=won - lost)
    return text["truth_loss"].format(less=lost - won)


def first_rings(made: MadeYear) -> dict[Sign, int | None]:
    """The month in which each sign first rings at its usual line while nothing is retrained."""
    months = year_by(made, UNTOUCHED)
    return {
        sign: next(
            (
                place
                for place, month in enumerate(months, 1)
                if place > 1 and rings(sign, USUAL[sign], month.signs, month.labelled)
            ),
            None,
        )
        for sign in LINES
    }


def _caught(made: MadeYear, never: list[Month]) -> str:
    text, rang = lesson_text("drift"), first_rings(made)
    months = [month for month in rang.values() if month is not None]
    early = [
        says("world", "sign_in_month", sign=SIGNS[sign].name.rstrip("?"), month=month)
        for sign, month in rang.items()
        if month is not None and month == min(months)
    ]
    quiet = [f"“{SIGNS[sign].name.rstrip('?')}”" for sign, month in rang.items() if month is None]
    nothing = text["caught_nothing"]
    said = text["caught"].format(early=listed(early) or nothing, never=listed(quiet) or nothing)
    hurt = first_hurt(never, never[0].score.accuracy)
    if hurt is None and rang["mix"] is not None:
        return f"{said} {text['caught_mix']}"
    if hurt is not None and rang["mix"] is None:
        return f"{said} {text['caught_blind']}"
    return said


@lru_cache(maxsize=charts.KEPT)
def _curves(curves: tuple[tuple[str, tuple[Score, ...]], ...], _ink: str) -> charts.Finished:
    figure = go.Figure()
    ends = {}
    for key, scores in curves:
        colour, dash = LOOKS[key]
        values = [one.accuracy if one.total else None for one in scores]
        figure.add_scatter(
            x=list(range(1, MONTHS + 1)),
            y=values,
            mode="lines+markers",
            line={"color": colour, "width": 4 if key == "yours" else 2.5, "dash": dash},
            marker={"size": 6},
            customdata=[one.in_words for one in scores],
            hovertemplate=f"{says('world', 'month_hover', name=_name(key))}<extra></extra>",
        )
        ends[_SHORT[key]] = values[-1] or 0.0
    end_labels(figure, MONTHS, ends, 1.0, gap=0.05)
    lowest = min(one.accuracy for _, scores in curves for one in scores if one.total)
    figure.update_xaxes(
        title=says("world", "month_button"),
        tickvals=[1, 3, 6, 9, 12],
        tickangle=0,
        range=[0.6, MONTHS + 4.4],
    )
    figure.update_yaxes(
        title=says("world", "really_right"), range=[max(0, lowest - 0.15), 1.04], tickformat=".0%"
    )
    return charts.finished(figure, height=400)


_SHORT = {"never": "never", "monthly": "monthly", "yours": "yours", CLAIRVOYANT: "all known"}
