"""Ways of deciding side by side: guess the cheapest simple one, then see them all."""

from functools import lru_cache
from math import sqrt
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import says
from core.drivetrain.costs.costs import PER
from core.drivetrain.costs.stakes import Stakes
from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.worth import KEYS, SIMPLE, Worth, can_be_done, cheapest_simple
from core.learning.tour.place import tour_asks, tour_waits
from core.project.guesses import CHEAPEST, saved_guess
from core.project.project import Project
from core.words import listed, number
from ui.parts import charts
from ui.parts.chart_labels import LONGEST_ABOVE, plain, rows, rows_height, shortened
from ui.parts.cost_words import amount, strategy_names
from ui.parts.guess import guess_first, guess_pills, note_result
from ui.parts.lesson import as_text, note
from ui.parts.palette import BLUE, GREY

TICK_APART = 0.15  # of the axis, so that no two figures touch on a phone


def guess_strategy(project: Project, now: Situation, worths: dict[str, Worth]) -> bool:
    """Ask for the guess, or say how it turned out; returns whether the costs may be shown. On the
    tour it is the tour that asks."""
    if tour_asks(project, "decide"):
        return guessed_strategy(project)
    names = strategy_names(now)
    choices = {key: as_text(names[key]) for key in SIMPLE}
    guess = guess_first(
        project,
        CHEAPEST,
        lambda: guess_pills(says("decide", "which_simple_rule"), choices, key="guess_strategy"),
        key="rule",
    )
    if guess.choice in SIMPLE:
        note_result(guess.choice in cheapest_simple(worths, now.stakes))
        st.markdown(_verdict(now, guess.choice, worths))
    return guess.revealed


def guessed_strategy(project: Project) -> bool:
    """Whether the guess is made, or was skipped, so that the costs may be shown."""
    if tour_asks(project, "decide"):
        return not tour_waits(project, "decide")
    return saved_guess(project, CHEAPEST).revealed


def strategies_chart(now: Situation, worths: dict[str, Worth]) -> None:
    """A bar for each way of deciding: its cost for 1,000 pictures, with the likely range."""
    names = strategy_names(now)
    order = KEYS  # always the same, so that a bar stays in its place while a slider moves
    st.subheader(says("decide", "what_each_way"), anchor=False)
    note(says("decide", "for_1000", unit=as_text(now.costs.unit)))
    costs = "; ".join(f"{names[key]} {number(worths[key].cost)}" for key in order)
    charts.show(
        _figure(now, charts.ink()),
        table=_cost_frame([worths[key] for key in order], names),
        alt=says("decide", "costs_alt", costs=costs),
        key="strategies",
    )


def _verdict(now: Situation, guess: str, worths: dict[str, Worth]) -> str:
    """How the guess turned out; a tie is said as one, and what nobody could do is no winner."""
    names, unit = strategy_names(now), now.costs.unit
    best = cheapest_simple(worths, now.stakes)
    others = listed([f"**{as_text(names[key])}**" for key in best if key != guess])
    cost = amount(worths[guess].cost, unit)
    said = [says("decide", "guessed", name=as_text(names[guess]), cost=cost)]
    if guess in best:
        said.append(
            says("decide", "tie", others=others) if others else says("decide", "none_cheaper")
        )
        return " ".join(said)
    if not can_be_done(worths[guess], now.stakes):
        looks = number(PER * now.stakes.capacity)
        said.append(says("decide", "few_looks", looks=looks, per=f"{PER:,}"))
    least = amount(worths[best[0]].cost, unit)
    cheaper = "cheaper_many" if len(best) > 1 else "cheaper_one"
    said.append(says("decide", cheaper, name=others, names=others, cost=least))
    return " ".join(said)


@lru_cache(maxsize=charts.KEPT)
def _figure(now: Situation, ink: str) -> charts.Finished:
    """Bars, each with its likely range drawn over its end."""
    found, names = [now.worths[key] for key in KEYS], strategy_names(now)
    bars = go.Bar(
        x=[sqrt(row.cost) for row in found],
        marker_color=[BLUE if row.key == "policy" else GREY for row in found],
        marker_pattern_shape=["/" if row.key == "perfect" else "" for row in found],
        error_x={
            "type": "data",
            "array": [max(0.0, sqrt(row.high) - sqrt(row.cost)) for row in found],
            "arrayminus": [max(0.0, sqrt(row.cost) - sqrt(max(0.0, row.low))) for row in found],
            "color": ink,
            "thickness": 1.5,
        },
    )
    fig = rows(bars, [_label(row, names[row.key], now.stakes) for row in found])
    fig.update_xaxes(visible=True, **_stretched(max(row.cost for row in found)))
    return charts.finished(fig, height=rows_height(len(found)))


def _stretched(highest: float) -> dict[str, list[Any]]:
    """Ticks of an axis of square roots, on which a cost of 8 can be seen beside one of 800."""
    ticks = [0.0]
    for power in range(-1, 9):
        for cost in (10.0**power, 2 * 10.0**power, 5 * 10.0**power):
            if cost <= highest and sqrt(cost) - sqrt(ticks[-1]) >= TICK_APART * sqrt(highest):
                ticks.append(cost)
    return {"tickvals": [sqrt(cost) for cost in ticks], "ticktext": [number(c) for c in ticks]}


def _label(row: Worth, name: str, stakes: Stakes) -> str:
    shown = plain(shortened(name, LONGEST_ABOVE))
    bold = f"<b>{shown}</b>" if row.key == "policy" else shown
    most = number(PER * stakes.capacity)
    limit = "" if can_be_done(row, stakes) else f" <i>(you can: {most})</i>"
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
