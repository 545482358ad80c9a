"""Class by class before and after: two dots each, in the ranges where they may really be."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from core.evaluation.runs.comparison import RunComparison
from core.statistics import Score
from core.words import percent_range
from ui.parts import charts
from ui.parts.lesson import note
from ui.parts.palette import BLUE, GREY

MOST_CLASSES = 12
ROW_HEIGHT = 52
COUNTS_AT = 1.03  # of the accuracy axis
OFFSET = 0.2  # of a row: the older dot above, the newer below


def class_changes(comparison: RunComparison, key: str) -> None:
    """The classes that changed most; all of them in the table behind the chart."""
    olds, news, names = (
        comparison.by_class(0),
        comparison.by_class(1),
        comparison.classes_by_change(),
    )
    shown = names[:MOST_CLASSES]
    figure = go.Figure()
    before, after = [olds[name] for name in shown], [news[name] for name in shown]
    _dots(figure, "before", before, -OFFSET, GREY, "circle-open")
    _dots(figure, "after", after, OFFSET, BLUE, "circle")
    _counts(figure, before, -OFFSET)
    _counts(figure, after, OFFSET)
    lowest = min(score.likely[0] for score in before + after)
    figure.update_xaxes(range=[max(-0.02, lowest - 0.05), 1.22], tickformat=".0%")
    figure.update_xaxes(tickvals=[0, 0.25, 0.5, 0.75, 1])
    rows = list(range(len(shown)))
    figure.update_yaxes(range=[len(shown) - 0.5, -0.5], tickvals=rows, ticktext=shown)
    charts.show(
        figure,
        table=_change_frame(names, olds, news),
        alt="Accuracy by class: "
        + "; ".join(
            f"{name} {_score_in_words(olds[name])} before, {_score_in_words(news[name])} after"
            for name in shown
        ),
        key=key,
        height=50 + ROW_HEIGHT * len(shown),
    )
    note(
        "Open circle: before. Full circle: after. The line is where the accuracy may really be."
        + (f" The {MOST_CLASSES} classes that changed most." if len(names) > len(shown) else "")
    )


def _dots(
    figure: go.Figure, when: str, scores: Sequence[Score], offset: float, colour: str, symbol: str
) -> None:
    shares = [score.accuracy for score in scores]
    likely = [score.likely for score in scores]
    figure.add_scatter(
        x=shares,
        y=[row + offset for row in range(len(scores))],
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [high - share for share, (_, high) in zip(shares, likely, strict=True)],
            "arrayminus": [share - low for share, (low, _) in zip(shares, likely, strict=True)],
            "thickness": 3,
            "width": 0,
        },
        mode="markers",
        marker={"size": 13, "color": colour, "symbol": symbol, "line": {"width": 3}},
        cliponaxis=False,
        customdata=[f"{when}: {_score_in_words(score)}" for score in scores],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _counts(figure: go.Figure, scores: Sequence[Score], offset: float) -> None:
    """In a column of their own on the right, where no dot can cover them."""
    figure.add_scatter(
        x=[COUNTS_AT] * len(scores),
        y=[row + offset for row in range(len(scores))],
        mode="text",
        text=[f"{score.correct} of {score.total}" for score in scores],
        textposition="middle right",
        textfont={"size": 13},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _score_in_words(score: Score) -> str:
    return f"{score.correct} of {score.total}, likely {percent_range(score.likely)}"


def _change_frame(
    names: Sequence[str], before: Mapping[str, Score], after: Mapping[str, Score]
) -> pd.DataFrame:
    rows = [
        (when, score.correct, score.total, score.accuracy, *score.likely)
        for name in names
        for when, score in (("before", before[name]), ("after", after[name]))
    ]
    columns = ["when", "right", "pictures", "accuracy", "likely from", "likely to"]
    labels = [name for name in names for _ in range(2)]
    return pd.DataFrame(rows, columns=columns, index=labels)
