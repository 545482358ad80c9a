"""More than three classes: one picture whose chances can be moved, and what each action costs."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.drivetrain.decide.situation import Situation
from core.drivetrain.decide.text import decide_text
from core.statistics import Floats
from core.words import number, percent
from ui.parts import charts
from ui.parts.chart_labels import plain, rows, rows_height
from ui.parts.cost_words import amount
from ui.parts.lesson import as_text, note
from ui.parts.palette import BLUE, GREY

MOST_CLASSES, COLUMNS, FULL = 9, 3, 100


@st.fragment
def try_chances(now: Situation) -> None:
    """Sliders for the chances of one picture, and the sum of each action: the smallest one wins."""
    note(decide_text().try_chances)
    chances = _chances(now)
    sums = now.rule.sums(chances[None])[0]
    chosen = int(now.rule.chosen(chances[None])[0])
    names = now.rule.names
    labels = [f"{plain(name)}  {number(cost)}" for name, cost in zip(names, sums, strict=True)]
    labels[chosen] = f"<b>{labels[chosen]}</b>"
    colours = [BLUE if i == chosen else GREY for i in range(len(names))]
    charts.show(
        rows(go.Bar(x=sums, marker_color=colours), labels),
        table=pd.DataFrame({"costs on average": sums}, index=pd.Index(names, name="action")),
        alt="; ".join(f"{name} {number(cost)}" for name, cost in zip(names, sums, strict=True)),
        key="try_chances_chart",
        height=rows_height(len(names)),
    )
    cost = amount(float(sums[chosen]), now.costs.unit)
    st.markdown(f"**{as_text(names[chosen])}**, for {cost} on average.")


def _chances(now: Situation) -> Floats:
    """What the sliders say, as chances that share out 100 %, (C,)."""
    start = np.round(FULL * now.pictures.probs[_closest_call(now)])
    shown = _shown(now, start)
    parts = np.zeros(len(now.rule.classes))
    for first in range(0, len(shown), COLUMNS):  # a row at a time, so a phone keeps the order
        for column, at in zip(st.columns(COLUMNS), shown[first : first + COLUMNS], strict=False):
            parts[at] = column.slider(
                as_text(now.rule.classes[at]),
                0,
                FULL,
                int(start[at]),
                key=f"try_{now.run_id}_{at}",
            )
    total = parts.sum()
    chances: Floats = parts / total if total else np.full(len(parts), 1 / len(parts))
    said = ", ".join(f"{as_text(now.rule.classes[at])} {percent(chances[at])}" for at in shown)
    note(f"That makes: {said}.")
    return chances


def _shown(now: Situation, start: Floats) -> list[int]:
    """The classes with a slider: all, or those that matter most where there are too many."""
    at_stake = now.stakes.excess.max(axis=0) * (now.stakes.rates + start / FULL)
    most = np.argsort(-at_stake, kind="stable")[:MOST_CLASSES]
    return sorted(int(at) for at in most)


def _closest_call(now: Situation) -> int:
    """The picture on which the two cheapest actions differ least."""
    firsts = [group.rows[0] for group in now.groups]
    sums = np.sort(now.rule.sums(now.pictures.probs[firsts]), axis=1)
    lead = sums[:, 1] - sums[:, 0] if sums.shape[1] > 1 else sums[:, 0]
    return firsts[int(lead.argmin())]
