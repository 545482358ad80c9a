"""A model's answer about one picture: the class, how sure it is, and all the other classes."""

from __future__ import annotations

import io

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from PIL import Image

from core.production.predictor import ModelUnavailable, Prediction, load_predictor
from core.project.project import Project
from core.project.records import RunRecord
from ui.parts import charts
from ui.parts.lesson import as_text
from ui.parts.palette import class_colours
from ui.parts.words import run_name

BAR_PX, FRAME_PX, MOST_BARS = 44, 40, 15


def can_be_asked(project: Project, run: RunRecord) -> bool:
    """Whether the run's model is there and loads; says why where it does not."""
    try:
        load_predictor(project, run.id)
    except ModelUnavailable as reason:
        st.error(as_text(str(reason)))
        return False
    return True


def answer_about(project: Project, run_id: str, jpeg: bytes) -> Prediction:
    """What the run's model says about a stored JPEG; the same question is answered from memory
    (this visit's memory only)."""
    return _answer(project, run_id, jpeg)


@st.cache_data(max_entries=64, scope="session", show_spinner="Asking your model")
def _answer(_project: Project, run_id: str, jpeg: bytes) -> Prediction:
    return load_predictor(_project, run_id).predict(Image.open(io.BytesIO(jpeg)))


def prediction_card(prediction: Prediction, run: RunRecord, key: str) -> None:
    """The class in large letters, a bar for every class, which model said so and how fast."""
    st.markdown("Your model says")
    st.subheader(f"{as_text(prediction.label)}, {as_percent(prediction.sure)} sure", anchor=False)
    table = probability_table(prediction)
    charts.show(
        _bars(table),
        table=table.assign(probability=table["probability"].map("{:.4f}".format)),
        alt="; ".join(f"{row[0]} {as_percent(row[1])}" for row in table.itertuples(index=False)),
        key=key,
        height=BAR_PX * min(len(table), MOST_BARS) + FRAME_PX,
    )
    milliseconds = f"{1000 * prediction.seconds:.0f} milliseconds"
    st.caption(f"The answer took {milliseconds} on this computer. Model: {run_name(run)}.")


def as_percent(share: float) -> str:
    """0.9864 → "98.6 %"; never a rounded 0 or 100, since no model is ever quite sure."""
    if share > 0.999:
        return "over 99.9 %"
    if share < 0.001:
        return "under 0.1 %"
    return f"{100 * share:.1f} %"


def probability_table(prediction: Prediction) -> pd.DataFrame:
    """Columns class and probability (0…1), the likeliest first."""
    pairs = sorted(prediction.probs.items(), key=lambda pair: -pair[1])
    return pd.DataFrame(pairs, columns=["class", "probability"])


def _bars(table: pd.DataFrame) -> go.Figure:
    """Horizontal bars, the likeliest on top, each with its class and its figure written on it."""
    shown = table.head(MOST_BARS).iloc[::-1]
    colours = class_colours(table["class"])
    fig = go.Figure(
        go.Bar(
            x=shown["probability"],
            y=shown["class"],
            text=[as_percent(share) for share in shown["probability"]],
            textposition="outside",
            cliponaxis=False,
            orientation="h",
            marker_color=[colours[name] for name in shown["class"]],
            hoverinfo="skip",
        )
    )
    fig.update_xaxes(visible=False, range=[0, 1.3])
    return fig.update_yaxes(type="category")
