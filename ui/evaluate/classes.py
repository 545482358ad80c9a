"""Precision and recall of every class with their likely ranges; a click picks the pictures."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import lesson_text, says
from core.evaluation.confusion import ClassScore, Confusion, class_scores
from core.evaluation.selection import Called, OfClass
from core.statistics import Score
from core.words import percent, percent_range
from ui.evaluate.matrix import confusion_boxes
from ui.evaluate.selection import pick
from ui.parts.chart_labels import plain, shortened
from ui.parts.charts import chosen_point, likely_ranges, show
from ui.parts.lesson import note
from ui.parts.palette import BLUE, ORANGE

CHART = "class_scores"
SHOWN, ROW_PX = 12, 56
LONGEST = 16  # characters of a name beside the chart; the whole one is where the mouse is
RECALL, PRECISION = 0, 1  # the traces of the chart


def classes_view(matrix: Confusion) -> None:
    """The chart, lowest F1 first, and boxes that name a class."""
    note(lesson_text("evaluate")["classes"])
    scores = class_scores(matrix)
    shown = scores
    if len(scores) > SHOWN and not st.toggle(
        says("evaluate", "all_classes", count=len(scores)),
        key="all_scores",
        bind="query-params",
        help=says("evaluate", "lowest_f1", shown=SHOWN),
    ):
        shown = scores[:SHOWN]
    show(
        _figure(shown),
        table=_score_frame(scores),
        alt=_alt_text(scores),
        key=CHART,
        on_select=_take_click,
        height=90 + ROW_PX * len(shown),
    )
    confusion_boxes(matrix.vocab)


def _take_click() -> None:
    if point := chosen_point(st.session_state[CHART]):
        name = str(point["customdata"][0])
        pick(OfClass(name) if point["curve_number"] == RECALL else Called(name))


def _figure(scores: Sequence[ClassScore]) -> go.Figure:
    """Two rows of dots a class: recall above, precision below, F1 below the name."""
    figure = go.Figure()
    figure.add_trace(_dots(scores, "recall", [one.recall for one in scores], -0.16))
    figure.add_trace(_dots(scores, "precision", [one.precision for one in scores], 0.16))
    figure.update_yaxes(
        tickvals=list(range(len(scores))),
        ticktext=[_beside(one) for one in scores],
        range=[len(scores) - 0.4, -0.6],
    )
    figure.update_xaxes(
        range=[-0.03, 1.05], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%", side="top"
    )
    return figure


def _beside(one: ClassScore) -> str:
    """The name and its F1 below it, where neither dots nor ranges can cover it."""
    return f"{plain(shortened(one.name, LONGEST))}<br>F1 {one.f1:.2f}"


def _dots(
    classes: Sequence[ClassScore], what: str, scores: Sequence[Score], beside: float
) -> go.Scatter:
    """One dot a class where the share stands, in its likely range; none for "0 of 0"."""
    rows = [
        (place + beside, one.name, score)
        for place, (one, score) in enumerate(zip(classes, scores, strict=True))
        if score.total
    ]
    drawn = [score for _, _, score in rows]
    return go.Scatter(
        x=[score.accuracy for score in drawn],
        y=[place for place, _, _ in rows],
        error_x=likely_ranges(drawn),
        mode="markers",
        marker={
            "symbol": "circle" if what == "recall" else "diamond",
            "size": 14,
            "color": BLUE if what == "recall" else ORANGE,
        },
        unselected={"marker": {"opacity": 1}},
        customdata=[[name, score.fraction, plain(name)] for _, name, score in rows],
        hovertemplate=f"%{{customdata[2]}}: {what} %{{customdata[1]}}<extra></extra>",
    )


def _score_frame(scores: Sequence[ClassScore]) -> pd.DataFrame:
    precision, recall = (
        ("precision", "of called", "likely precision"),
        ("recall", "of actual", "likely recall"),
    )
    return pd.DataFrame(
        [
            (one.name, *_cells(one.precision), *_cells(one.recall), round(one.f1, 3))
            for one in scores
        ],
        columns=["class", *precision, *recall, "F1"],
    )


def _cells(score: Score) -> tuple[str, str, str]:
    share = percent(score.accuracy) if score.total else "none"
    return share, score.fraction, percent_range(score.likely)


def _alt_text(scores: Sequence[ClassScore]) -> str:
    said = "; ".join(
        says(
            "evaluate",
            "class_alt",
            name=one.name,
            precision=one.precision.fraction,
            recall=one.recall.fraction,
            f1=one.f1,
        )
        for one in scores
    )
    return says("evaluate", "classes_alt", said=said)
