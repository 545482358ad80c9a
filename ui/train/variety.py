"""Augmentation helps? The guess, a chart of both over the epochs, and what it cannot show."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text
from core.evaluation.runs.variety import ANSWERS, Pair, VarietyFound, variety_found
from core.project.guesses import BETTER, saved_guess
from core.project.project import Project
from core.project.records import RunRecord
from core.statistics import Score
from core.training.experiments import Experiment
from core.training.runs import outcome_of
from core.words import count_of, percent
from ui.parts import charts
from ui.parts.guess import guess_choice, guess_first, verdict
from ui.parts.lesson import note
from ui.parts.palette import BLUE, ORANGE

TEXT = lesson_text("variety")


def variety_guessed(project: Project, experiment: Experiment, about: str) -> bool:
    """Whether the learner guessed from when on augmentation helps, or passed; asks until then."""

    def ask() -> int | None:
        return guess_choice(TEXT["ask"], experiment.guesses, key=f"guess_{about}")

    return guess_first(project, BETTER, ask, about, key=about, topic=about).revealed


def variety_revealed(
    project: Project, runs: Sequence[RunRecord], experiment: Experiment, about: str
) -> None:
    """What the trainings say, how sure that is, and why it is so."""
    outcomes = [outcome for run in runs if (outcome := outcome_of(project, run)) is not None]
    found = variety_found(runs, outcomes) if len(outcomes) == len(runs) else None
    if found is None:
        st.warning(TEXT["apart"])
        return
    _answer(project, found, about)
    _chart(found, about)
    for pair in found.pairs:
        st.markdown(_split(pair, found.needed))
    if losses := found.pairs[-1].losses:
        plain, varied = losses
        st.markdown(TEXT["harder"].format(plain=f"{plain:.2f}", varied=f"{varied:.2f}"))
    note(TEXT["limits"])
    st.markdown(TEXT["why_both"])
    st.markdown(TEXT["why_epochs"])


def _answer(project: Project, found: VarietyFound, about: str) -> None:
    """What is so, held against the guess where there is one."""
    said = TEXT[found.answer]
    choice = saved_guess(project, BETTER, about).choice
    if choice is None:
        st.markdown(said)
    else:
        verdict(choice == ANSWERS.index(found.answer), said)


def _split(pair: Pair, needed: float) -> str:
    return TEXT["split_one" if pair.epochs == 1 else "split"].format(
        epochs=pair.epochs,
        plain=pair.plain.in_words,
        varied=pair.varied.in_words,
        disagreed=count_of(pair.difference.disagreed, "picture"),
        plain_only=len(pair.difference.first_right),
        varied_only=len(pair.difference.second_right),
        p=f"{pair.difference.p_value:.2g}",
        needed=f"{needed:.2g}",
    )


def _chart(found: VarietyFound, about: str) -> None:
    """Both lines over the epochs, each dot in its likely range, each name at its line's end."""
    figure = go.Figure()
    _line(figure, found, TEXT["plain"], [pair.plain for pair in found.pairs], BLUE, "circle")
    _line(figure, found, TEXT["varied"], [pair.varied for pair in found.pairs], ORANGE, "diamond")
    epochs = [pair.epochs for pair in found.pairs]
    figure.update_xaxes(title=TEXT["axis"], tickvals=epochs, range=[0.6, epochs[-1] + 1.6])
    figure.update_yaxes(tickformat=".0%")
    figures = " ".join(
        TEXT["point"].format(
            epochs=pair.epochs, plain=pair.plain.in_words, varied=pair.varied.in_words
        )
        for pair in found.pairs
    )
    charts.show(
        figure,
        table=_table(found),
        alt=TEXT["chart"].format(figures=figures),
        key=f"variety_{about}",
        height=300,
    )


def _line(
    figure: go.Figure,
    found: VarietyFound,
    name: str,
    scores: Sequence[Score],
    colour: str,
    symbol: str,
) -> None:
    aside = -0.06 if symbol == "circle" else 0.06  # else one range hides the other
    figure.add_scatter(
        x=[pair.epochs + aside for pair in found.pairs],
        y=[score.accuracy for score in scores],
        error_y=charts.likely_ranges(scores),
        mode="lines+markers+text",
        text=[""] * (len(scores) - 1) + [name],
        textposition="middle right",
        cliponaxis=False,
        line={"color": colour, "width": 3, "dash": "dot" if symbol == "circle" else "solid"},
        marker={"size": 12, "symbol": symbol},
        customdata=[percent(score.accuracy) for score in scores],
        hovertemplate=f"{name}, %{{customdata}}<extra></extra>",
    )


def _table(found: VarietyFound) -> pd.DataFrame:
    return pd.DataFrame(
        [(pair.epochs, pair.plain.in_words, pair.varied.in_words) for pair in found.pairs],
        columns=["epochs", TEXT["plain"], TEXT["varied"]],
    )
