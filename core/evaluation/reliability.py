"""Does "90 % sure" mean right nine times in ten? Bars of confidence, and how far off they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from core.evaluation.calibration import Unseen
from core.evaluation.selection import confidences, in_bar
from core.project.everybody import EVERYBODY
from core.statistics import Floats, Score
from core.training.outcome import Outcome
from core.vision.judge import tempered

BARS = 10


@dataclass(frozen=True)
class ConfidenceBar:
    """The pictures whose chosen class got a probability from `low` up to `high`: how many of them
    are right, and how sure the model was of them on average (`said`, 0–1; NaN for none)."""

    low: float
    high: float
    score: Score
    said: float

    @property
    def wrong(self) -> int:
        return self.score.total - self.score.correct


@dataclass(frozen=True)
class Calibration:
    """How honest confidences are, as they come (`plain`) and after temperature scaling.

    `flattered` is None unless the judged pictures are among those the temperature was fitted on.
    Then `scaled` has each fifth judged at the temperature of the other four, and `flattered` is
    the error that fitting and judging on the same pictures would have claimed.
    """

    temperature: float
    plain: list[ConfidenceBar]
    scaled: list[ConfidenceBar]
    flattered: float | None


def confidence_bars(outcome: Outcome, bars: int = BARS) -> list[ConfidenceBar]:
    """`bars` equally wide bars from 0 to 1, the empty ones too."""
    sure, right = confidences(outcome), outcome.is_correct
    edges = [round(edge, 6) for edge in np.linspace(0, 1, bars + 1)]
    found = []
    for low, high in pairwise(edges):
        inside = in_bar(sure, low, high)
        said = float(sure[inside].mean()) if inside.any() else float("nan")
        found.append(
            ConfidenceBar(low, high, Score(int(right[inside].sum()), int(inside.sum())), said)
        )
    return found


def calibration_error(bars: Sequence[ConfidenceBar]) -> float:
    """The expected calibration error (ECE), 0–1: the gap between said and true, averaged over
    pictures; 0.0 for none."""
    filled = [bar for bar in bars if bar.score.total]
    pictures = sum(bar.score.total for bar in filled)
    gaps = sum(bar.score.total * abs(bar.said - bar.score.accuracy) for bar in filled)
    return gaps / pictures if pictures else 0.0


def overconfidence(bars: Sequence[ConfidenceBar]) -> float:
    """How much surer than right the model is on average, −1…1; negative for a modest model."""
    filled = [bar for bar in bars if bar.score.total]
    pictures = sum(bar.score.total for bar in filled)
    gaps = sum(bar.score.total * (bar.said - bar.score.accuracy) for bar in filled)
    return gaps / pictures if pictures else 0.0


@lru_cache(maxsize=EVERYBODY)
def calibration(judged: Outcome, honest: Unseen) -> Calibration:
    """The honesty of `judged` as it comes and at the run's one temperature (`unseen_by`)."""
    rows = honest.rows_of(judged.image_ids)
    fitted = tempered(judged.probs.astype(np.float64), honest.temperature)
    scaled = fitted if rows is None else honest.probs[rows]
    return Calibration(
        honest.temperature,
        plain=confidence_bars(judged),
        scaled=confidence_bars(_with(judged, scaled)),
        flattered=calibration_error(confidence_bars(_with(judged, fitted))) if rows else None,
    )


def _with(outcome: Outcome, probs: Floats) -> Outcome:
    return replace(outcome, probs=probs.astype(np.float32))
