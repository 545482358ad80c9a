"""A chart of shares, each with what it may be in the long run."""

from __future__ import annotations

from core.evaluation.compare import Score
from core.learning.report.blocks import Chart, Table
from core.learning.report.charts import Dot, dots
from core.learning.report.words import listed, range_of, score_words

MOST_ROWS = 12


def score_chart(name: str, caption: str, head: str, scores: dict[str, Score]) -> Chart:
    """A dot for each score with its likely range; `head` says what they are of, in one word."""
    shown = list(scores.items())[:MOST_ROWS]
    drawn = dots(
        [
            Dot(label, one.accuracy, *one.likely, f"{one.correct:,} of {one.total:,}")
            for label, one in shown
        ]
    )
    said = listed([f"{label} {score_words(one)}" for label, one in shown])
    alt = f"A dot for each {head.lower()}, with its likely range: {said}."
    rows = tuple((label, score_words(one), range_of(one)) for label, one in scores.items())
    return Chart(name, drawn, alt, Table(caption, (head, "Right", "Likely range"), rows))
