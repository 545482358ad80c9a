"""Ways of deciding side by side: guess the cheapest simple one, then see them all."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.drivetrain.costs.costs import PER
from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.worth import KEYS, SIMPLE, Worth, cheapest_simple
from core.project.guesses import CHEAPEST
from core.project.project import Project
from core.words import number
from ui.parts import charts
from ui.parts.chart_labels import plain, rows, rows_height
from ui.parts.cost_words import amount, strategy_names
from ui.parts.guess import guess_first, guess_pills
from ui.parts.lesson import as_text, note
from ui.parts.palette import BLUE, GREY


def guess_strategy(project: Project, now: Situation, worths: dict[str, Worth]) -> bool:
    """Ask for the guess, or say how it turned out; returns whether the costs may be shown."""
    names = strategy_names(now)
    choices = {key: as_text(names[key]) for key in SIMPLE}
    guess = guess_first(
        project,
        CHEAPEST,
        lambda: guess_pills("which simple rule costs you least?", choices, key="guess_strategy"),
        key="rule",
    )
    if guess.choice in SIMPLE:
        best = cheapest_simple(worths)
        st.markdown(_verdict(guess.choice, best, names, worths, now.costs.unit))
    return guess.revealed


def strategies_chart(now: Situation, worths: dict[str, Worth]) -> None:
    """A bar for each way of deciding: its cost for 1,000 pictures, with the likely range."""
    names = strategy_names(now)
    order = KEYS  # always the same, so that a bar stays in its place while a slider moves
    st.subheader("What each way of deciding costs", anchor=False)
    note(f"For 1,000 real pictures, in {as_text(now.costs.unit)}. Thin lines: the likely range.")
    charts.show(
        _figure([worths[key] for key in order], names, now.stakes.capacity),
        table=_cost_frame([worths[key] for key in order], names),
        alt="Cost for 1,000 pictures: "
        + "; ".join(f"{names[key]} {number(worths[key].cost)}" for key in order),
        key="strategies",
        height=rows_height(len(order)),
    )


def _verdict(
    guess: str, best: str, names: dict[str, str], worths: dict[str, Worth], unit: str
) -> str:
    guessed = f"You guessed **{as_text(names[guess])}**: {amount(worths[guess].cost, unit)}."
    if worths[guess].cost <= worths[best].cost:
        return f"{guessed} Of the four simple rules none is cheaper."
    return f"{guessed} **{as_text(names[best])}** costs {amount(worths[best].cost, unit)}."


def _figure(found: list[Worth], names: dict[str, str], capacity: float) -> go.Figure:
    """Bars, each with its likely range drawn over its end."""
    bars = go.Bar(
        x=[row.cost for row in found],
        marker_color=[BLUE if row.key == "policy" else GREY for row in found],
        marker_pattern_shape=["/" if row.key == "perfect" else "" for row in found],
        error_x={
            "type": "data",
            "array": [max(0.0, row.high - row.cost) for row in found],
            "arrayminus": [max(0.0, row.cost - row.low) for row in found],
            "color": charts.ink(),
            "thickness": 1.5,
        },
    )
    return rows(bars, [_label(row, names[row.key], capacity) for row in found])


def _label(row: Worth, name: str, capacity: float) -> str:
    bold = f"<b>{plain(name)}</b>" if row.key == "policy" else plain(name)
    too_many = row.key == "ask" and row.looks > PER * capacity + 1e-6
    limit = f" <i>(you can: {number(PER * capacity)})</i>" if too_many else ""
    return f"{bold}  {number(row.cost)}{limit}"


def _cost_frame(rows: list[Worth], names: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "cost for 1,000 pictures": [number(row.cost) for row in rows],
            "likely at least": [number(row.low) for row in rows],
            "likely at most": [number(row.high) for row in rows],
            "pictures a human sees": [number(row.looks) for row in rows],
        },
        index=pd.Index([names[row.key] for row in rows]),
    )
