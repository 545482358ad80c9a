"""How a finished run did, in the learner's own classes."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.project.project import Project
from core.project.records import RunRecord
from core.training.outcome import Outcome
from core.training.runs import outcome_of
from core.words import duration, percent
from ui.parts import charts
from ui.parts.palette import class_colours

ROW_HEIGHT = 44


def run_result(project: Project, run: RunRecord, guess: int | None = None) -> None:
    """The figure, the time it took, and one bar for each class."""
    figure, classes = st.columns([2, 5], gap="large", vertical_alignment="center")
    with figure:
        _figure(run, guess)
    judged = outcome_of(project, run)
    if judged is not None:
        with classes:
            _by_class(judged.part("valid"), key=f"by_class_{run.id}")


def right_of(run: RunRecord) -> str:
    """For example: 34 of 36."""
    return f"{run.results['correct']} of {run.results['valid']}"


def _figure(run: RunRecord, guess: int | None) -> None:
    st.metric(
        "Validation pictures it gets right",
        right_of(run),
        delta=None if guess is None else f"you guessed {guess}",
        delta_color="off",
        delta_arrow="off",
        width="content",
    )
    accuracy, seconds = float(run.results["accuracy"]), float(run.results["seconds"])
    st.caption(f"{percent(accuracy)} after {duration(seconds)} of training.")


def _by_class(valid: Outcome, key: str) -> None:
    table = _counts(valid)
    colours = class_colours(valid.vocab)
    figure = go.Figure()
    share = table["right"] / table["pictures"].clip(lower=1)
    words = [f"{r} of {n}" for r, n in zip(table["right"], table["pictures"], strict=True)]
    figure.add_bar(
        y=table["class"],
        x=share,
        orientation="h",
        text=words,
        textposition="outside",
        cliponaxis=False,
        marker={"color": [colours[name] for name in table["class"]]},
        hovertemplate="%{y}: %{text} right<extra></extra>",
    )
    figure.update_xaxes(range=[0, 1.3], showticklabels=False)
    figure.update_yaxes(autorange="reversed", type="category")
    said = "; ".join(f"{name} {word}" for name, word in zip(table["class"], words, strict=True))
    height = 40 + ROW_HEIGHT * len(table)
    charts.show(figure, table=table, alt=f"Right by class: {said}", key=key, height=height)


def _counts(valid: Outcome) -> pd.DataFrame:
    own = [(name, valid.targets == number) for number, name in enumerate(valid.vocab)]
    rows = [(name, int(valid.is_correct[its].sum()), int(its.sum())) for name, its in own]
    return pd.DataFrame(rows, columns=["class", "right", "pictures"])
