"""What a model says of one picture, class by class."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from core.evaluation.picture_evidence import Evidence
from ui import charts
from ui.palette import class_colours, class_marks
from ui.run_words import percent

MOST_BARS = 8
BAR_PX, FRAME_PX = 36, 34


def probability_bars(evidence: Evidence) -> None:
    """A bar for each class, likeliest first, with its mark; of many classes the likeliest seven
    and the label's own."""
    shown = _worth_showing(evidence)
    vocab = [name for name, _ in evidence.probs]
    charts.show(
        _figure(shown, vocab),
        table=pd.DataFrame(evidence.probs, columns=["class", "probability"]),
        alt="; ".join(f"{name} {percent(share)}" for name, share in shown),
        key="card_probabilities",
        height=BAR_PX * len(shown) + FRAME_PX,
    )


def _worth_showing(evidence: Evidence) -> list[tuple[str, float]]:
    if len(evidence.probs) <= MOST_BARS:
        return evidence.probs
    first = evidence.probs[: MOST_BARS - 1]
    own = [pair for pair in evidence.probs[MOST_BARS - 1 :] if pair[0] == evidence.label]
    return first + (own or [evidence.probs[MOST_BARS - 1]])


def _figure(shown: list[tuple[str, float]], vocab: list[str]) -> go.Figure:
    colours, marks = class_colours(vocab), class_marks(vocab)
    bars = shown[::-1]
    fig = go.Figure(
        go.Bar(
            x=[share for _, share in bars],
            y=[f"{name} ({marks[name]}) " for name, _ in bars],
            text=[percent(share) for _, share in bars],
            textposition="outside",
            cliponaxis=False,
            orientation="h",
            marker_color=[colours[name] for name, _ in bars],
            hoverinfo="skip",
        )
    )
    fig.update_xaxes(visible=False, range=[0, 1.25])
    return fig.update_yaxes(type="category")
