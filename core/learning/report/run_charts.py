"""How a fine-tune went: its losses, epoch by epoch."""

from collections.abc import Sequence
from typing import Any

from core.drivetrain.card.blocks import Chart, Table
from core.learning.report.charts import Curve, Dot, curves, dots
from core.project.records import RunRecord
from core.statistics import Score
from core.words import listed, percent, percent_range

LOSSES = (("train_loss", "training loss", False), ("valid_loss", "validation loss", True))


def epochs_chart(run: RunRecord) -> Chart | None:
    """Both losses over the epochs; None for a run that has no epochs to draw a line through."""
    epochs: list[dict[str, Any]] = run.results.get("epochs") or []
    if len(epochs) < 2:
        return None
    table = Table(
        "Each epoch of the fine-tune",
        ("Epoch", "Training loss", "Validation loss", "Wrong"),
        tuple(_row(epoch) for epoch in epochs),
    )
    drawn = curves(
        [
            Curve(words, [float(epoch[name]) for epoch in epochs], dashed)
            for name, words, dashed in LOSSES
        ],
        [str(epoch["epoch"]) for epoch in epochs],
    )
    return Chart("epochs", drawn, f"Two lines over the epochs: {_ends(epochs)}.", table)


def _row(epoch: dict[str, Any]) -> tuple[str, ...]:
    name = f"{epoch['epoch']} (frozen)" if epoch.get("frozen") else str(epoch["epoch"])
    losses = (f"{float(epoch[loss]):.3f}" for loss, _, _ in LOSSES)
    return (name, *losses, percent(float(epoch["error_rate"])))


def _ends(epochs: Sequence[dict[str, Any]]) -> str:
    first, last = epochs[0], epochs[-1]
    return listed(
        [
            f"{words} from {float(first[name]):.3f} to {float(last[name]):.3f}"
            for name, words, _ in LOSSES
        ]
    )


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
    said = listed([f"{label} {one.in_words}" for label, one in shown])
    alt = f"A dot for each {head.lower()}, with its likely range: {said}."
    rows = tuple((label, one.in_words, percent_range(one.likely)) for label, one in scores.items())
    return Chart(name, drawn, alt, Table(caption, (head, "Right", "Likely range"), rows))
