"""Precision, recall and F1 of every class, as fractions of pictures."""

from __future__ import annotations

from dataclasses import dataclass

from core.evaluation.compare import Score
from core.evaluation.confusion import Confusion


@dataclass(frozen=True)
class ClassScore:
    """`recall`: of the pictures of this class, those found. `precision`: of the pictures called by
    its name, those that are it. Both know their likely range."""

    name: str
    precision: Score
    recall: Score

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0–1: 2·right ÷ (actual + called); 0.0 for a
        class that has no pictures and is never called."""
        both = self.precision.total + self.recall.total
        return 2 * self.recall.correct / both if both else 0.0


def class_scores(matrix: Confusion) -> list[ClassScore]:
    """The scores of every class that has pictures or is called, lowest F1 first."""
    actual, called = matrix.counts.sum(axis=1), matrix.counts.sum(axis=0)
    scores = [
        ClassScore(
            name,
            precision=Score(int(matrix.counts[i, i]), int(called[i])),
            recall=Score(int(matrix.counts[i, i]), int(actual[i])),
        )
        for i, name in enumerate(matrix.vocab)
        if actual[i] or called[i]
    ]
    return sorted(scores, key=lambda score: score.f1)
