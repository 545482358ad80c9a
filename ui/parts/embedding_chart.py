"""The embedding map as a chart: a colour and a shape for each class, and its mark in its midst."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.curation.embedding.embedding_map import EmbeddingMap
from ui.parts.charts import ink
from ui.parts.palette import class_colours, class_marks

SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", "star", "cross", "x")
DRAWN_BY_GPU = 1500  # from here on WebGL, which nothing but the learner's own browser is asked for
ROOM = 0.05
KEPT = 8  # figures in memory: 100 kB for 5,000 pictures
NAMED = 10  # classes that are named on the map; more have their marks there


def shape_of(place: int) -> str:
    """The shape of the class in this place of the alphabet: classes that share one of the eight
    colours differ in shape."""
    return SHAPES[(place + place // len(SHAPES)) % len(SHAPES)]


def map_figure(laid: EmbeddingMap, labels: Sequence[str]) -> go.Figure:
    """The figure of a map whose pictures carry `labels` (N,); `pictures_at` reads it back.

    Drawn once for each map and theme and shared: 5,000 points of 50 classes take a tenth of a
    second to put together.
    """
    return _figure(laid, tuple(labels), ink())


@lru_cache(maxsize=KEPT)
def _figure(laid: EmbeddingMap, labels: tuple[str, ...], colour: str) -> go.Figure:
    classes = _rows_by_class(labels)
    colours, marks = class_colours(classes), class_marks(classes)
    words = marks if len(classes) > NAMED else {name: name for name in marks}
    return go.Figure(
        [
            _points(laid, rows, name, colours[name], shape_of(place))
            for place, (name, rows) in enumerate(classes.items())
        ],
        layout={
            "annotations": [
                _word(laid, rows, words[name], colour) for name, rows in classes.items()
            ],
            "xaxis": {"visible": False, "range": _range(laid.xy[:, 0])},
            "yaxis": {"visible": False, "range": _range(laid.xy[:, 1])},
            "hovermode": "closest",
        },
    )


def pictures_at(
    laid: EmbeddingMap, labels: Sequence[str], points: Iterable[dict[str, Any]]
) -> set[str]:
    """The ids behind the points of Streamlit's selection event; points that are not on this map,
    as those of one just replaced, are passed over."""
    groups = list(_rows_by_class(labels).values())
    places = [(int(point["curve_number"]), int(point["point_index"])) for point in points]
    return {
        laid.ids[groups[curve][index]]
        for curve, index in places
        if curve < len(groups) and index < len(groups[curve])
    }


def map_table(laid: EmbeddingMap, labels: Sequence[str]) -> pd.DataFrame:
    """For each class: how many pictures it has, where its middle lies and how far it spreads."""
    return _point_frame(laid, tuple(labels))


@lru_cache(maxsize=KEPT)
def _point_frame(laid: EmbeddingMap, labels: tuple[str, ...]) -> pd.DataFrame:
    classes = _rows_by_class(labels)
    middles = np.array([np.median(laid.xy[rows], axis=0) for rows in classes.values()])
    return pd.DataFrame(
        {
            "class": list(classes),
            "pictures": [len(rows) for rows in classes.values()],
            "x": middles[:, 0].round(2),
            "y": middles[:, 1].round(2),
            "spread": [
                round(float(laid.xy[rows].std(axis=0).mean()), 2) for rows in classes.values()
            ],
        }
    )


def _rows_by_class(labels: Sequence[str]) -> dict[str, list[int]]:
    """Every class with its rows, in the order in which colours and marks are given."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        rows[label].append(row)
    return {name: rows[name] for name in sorted(rows, key=lambda name: (name.casefold(), name))}


def _points(laid: EmbeddingMap, rows: list[int], name: str, colour: str, shape: str) -> Any:
    kind = go.Scattergl if len(laid.ids) > DRAWN_BY_GPU else go.Scatter
    return kind(
        x=laid.xy[rows, 0],
        y=laid.xy[rows, 1],
        mode="markers",
        name=escape(name),
        marker={"color": colour, "symbol": shape, "size": 9, "opacity": 0.8},
        unselected={"marker": {"opacity": 0.25}},
        hovertemplate="%{fullData.name}<extra></extra>",
    )


def _range(values: Any) -> list[float]:
    """From the first to the last value, with room for whole points at both ends."""
    low, high = float(values.min()), float(values.max())
    room = ROOM * max(high - low, 1e-3)
    return [low - room, high + room]


def _word(laid: EmbeddingMap, rows: list[int], word: str, colour: str) -> dict[str, Any]:
    """The name of a class, or its mark, in its midst."""
    x, y = np.median(laid.xy[rows], axis=0)
    place = {"x": float(x), "y": float(y), "showarrow": False, "captureevents": False}
    shown = f"<b>{escape(word)}</b>"
    return {**place, "text": shown, "font": {"size": 18, "color": colour}}
