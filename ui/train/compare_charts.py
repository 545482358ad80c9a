"""Runs side by side in pictures: accuracy with its likely range, curves, mistakes by class."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.content import says
from core.evaluation.runs.compare_text import compare_text
from core.evaluation.runs.comparison import RunComparison
from core.project.records import RunRecord
from core.words import percent, percent_range
from ui.parts import charts
from ui.parts.chart_labels import plain
from ui.parts.lesson import note
from ui.train.compare_difference import COLOURS, LETTERS

ROW_HEIGHT = 46
BAR_HEIGHT = 24
MOST_CLASSES = 10


def accuracies(comparison: RunComparison, key: str) -> None:
    """A dot for each run where it stands, in the range where it may really be."""
    scores = [comparison.score(run) for run in range(comparison.runs)]
    figure = go.Figure()
    for letter, colour, score in zip(LETTERS, COLOURS, scores, strict=False):
        likely = percent_range(score.likely)
        said = says("train", "accuracy", share=percent(score.accuracy), likely=likely)
        figure.add_scatter(
            x=[score.accuracy],
            y=[letter],
            error_x=charts.likely_ranges([score], thickness=4),
            mode="markers+text",
            text=[score.fraction],
            textposition="top center",
            cliponaxis=False,
            marker={"size": 16, "color": colour},
            hovertemplate=f"{letter}: {said}<extra></extra>",
        )
    lowest = min(score.likely[0] for score in scores)
    runs = [_run_words(comparison, run) for run in range(comparison.runs)]
    figure.update_xaxes(range=[max(0.0, lowest - 0.05), 1.02], tickformat=".0%", nticks=5)
    figure.update_yaxes(autorange="reversed", type="category")
    charts.show(
        figure,
        table=_accuracy_table(comparison),
        alt=says("train", "accuracies_alt", runs="; ".join(runs)),
        key=key,
        height=70 + ROW_HEIGHT * comparison.runs,
    )
    note(compare_text().range)


def curves(runs: Sequence[RunRecord], key: str) -> None:
    """Losses and error rates over the epochs; nothing where no run has epochs."""
    if not any(run.results.get("epochs") for run in runs):
        return
    st.markdown(says("train", "epoch_by_epoch"))
    losses, errors = st.columns(2, gap="large")
    with losses:
        st.markdown(says("train", "loss_training_validation"))
        _losses(runs, f"{key}_loss")
    with errors:
        st.markdown(says("train", "error_rate_each"))
        _errors(runs, f"{key}_error")


def mistakes_by_class(comparison: RunComparison, key: str) -> None:
    """How many pictures of each class each run gets wrong; the classes with most mistakes first."""
    table = _mistakes(comparison)
    if not table["wrong"].sum():
        st.markdown(says("train", "no_run_gets"))
        return
    most = table.groupby("class")["wrong"].sum().sort_values(ascending=False, kind="stable")
    shown = list(most.index[:MOST_CLASSES])
    figure = go.Figure()
    for run in range(comparison.runs):
        rows = table[table["run"] == LETTERS[run]].set_index("class").loc[shown]
        figure.add_bar(
            y=[plain(name) for name in shown],
            x=rows["wrong"],
            orientation="h",
            marker={"color": COLOURS[run]},
            text=[f"{LETTERS[run]}: {row.wrong} of {row.pictures}" for row in rows.itertuples()],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}, %{text} wrong<extra></extra>",
        )
    figure.update_xaxes(range=[0, max(1, table["wrong"].max()) * 1.4], showticklabels=False)
    figure.update_yaxes(autorange="reversed", type="category")
    height = 40 + BAR_HEIGHT * comparison.runs * len(shown) + 12 * len(shown)
    said = "; ".join(f"{r.run} {r.wrong} of {r.pictures} {r['class']}" for _, r in table.iterrows())
    charts.show(
        figure, table=table, alt=says("train", "wrong_by_class", said=said), key=key, height=height
    )
    if len(most) > len(shown):
        note(says("train", "most_mistakes", shown=len(shown), most=len(most)))


def _run_words(comparison: RunComparison, run: int) -> str:
    score = comparison.score(run)
    right = {"right": score.fraction, "likely": percent_range(score.likely)}
    return says("train", "accuracy_of", letter=LETTERS[run], **right)


def _accuracy_table(comparison: RunComparison) -> pd.DataFrame:
    scores = [comparison.score(run) for run in range(comparison.runs)]
    return pd.DataFrame(
        [(score.correct, score.total, score.accuracy, *score.likely) for score in scores],
        columns=["right", "pictures", "accuracy", "likely from", "likely to"],
        index=list(LETTERS[: comparison.runs]),
    )


def _mistakes(comparison: RunComparison) -> pd.DataFrame:
    rows = [
        (LETTERS[run], name, score.total - score.correct, score.total)
        for run in range(comparison.runs)
        for name, score in comparison.by_class(run).items()
    ]
    return pd.DataFrame(rows, columns=["run", "class", "wrong", "pictures"])


def _epochs(run: RunRecord) -> pd.DataFrame:
    columns = ["epoch", "train_loss", "valid_loss", "error_rate"]
    return pd.DataFrame(run.results.get("epochs") or [], columns=columns)


def _losses(runs: Sequence[RunRecord], key: str) -> None:
    figure = go.Figure()
    for run, letter, colour in zip(runs, LETTERS, COLOURS, strict=False):
        rows = _epochs(run)
        for column, dash in (("train_loss", "solid"), ("valid_loss", "dot")):
            _line(figure, rows["epoch"], rows[column], letter, colour, dash)
    figure.update_yaxes(rangemode="tozero")
    _show(figure, runs, says("train", "training_validation_loss"), key)


def _errors(runs: Sequence[RunRecord], key: str) -> None:
    figure = go.Figure()
    for run, letter, colour in zip(runs, LETTERS, COLOURS, strict=False):
        rows = _epochs(run)
        if len(rows):
            _line(figure, rows["epoch"], rows["error_rate"], letter, colour, "solid")
        else:
            _level(figure, 1 - float(run.results["accuracy"]), letter, colour)
    figure.update_yaxes(rangemode="tozero", tickformat=".0%")
    _show(figure, runs, says("train", "error_rate_epoch"), key)


def _line(
    figure: go.Figure, x: pd.Series, y: pd.Series, letter: str, colour: str, dash: str
) -> None:
    """A line with its run's letter at its end."""
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines+markers+text",
        text=[""] * (len(x) - 1) + [letter],
        textposition="middle right",
        cliponaxis=False,
        line={"color": colour, "width": 3, "dash": dash},
        marker={"size": 8},
        hovertemplate=f"{says('train', 'epoch_hover', letter=letter)}<extra></extra>",
    )


def _level(figure: go.Figure, level: float, letter: str, colour: str) -> None:
    figure.add_hline(
        y=level,
        line={"color": colour, "width": 2, "dash": "dash"},
        annotation={"text": says("train", "without_epochs", letter=letter), "xanchor": "right"},
    )


def _show(figure: go.Figure, runs: Sequence[RunRecord], alt: str, key: str) -> None:
    tables = [_epochs(run).assign(run=letter) for run, letter in zip(runs, LETTERS, strict=False)]
    table = pd.concat([one for one in tables if len(one)], ignore_index=True)
    longest = float(table["epoch"].max())
    figure.update_xaxes(
        title=says("train", "epoch"), dtick=max(1, int(longest) // 8), range=[0.8, longest + 0.3]
    )
    charts.show(figure, table=table, alt=alt, key=key, height=260)
