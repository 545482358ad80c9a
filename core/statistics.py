"""How sure counts can make us: Wilson's interval for a share, McNemar's test for two models."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from core.words import percent_of

Floats = NDArray[np.float64]
Z_95 = 1.959964


def likely_range(correct: int, total: int, z: float = Z_95) -> tuple[float, float]:
    """Lowest and highest true rate (0–1) that fit `correct` of `total`, at 95 % by default.

    Wilson's interval: unlike the textbook ± it stays inside 0–1 and is honest about few
    pictures. Nothing seen says nothing: (0.0, 1.0) for `total` 0.
    """
    if total == 0:
        return 0.0, 1.0
    rate = correct / total
    weight = 1 + z * z / total
    middle = (rate + z * z / (2 * total)) / weight
    half = z * sqrt(rate * (1 - rate) / total + z * z / (4 * total * total)) / weight
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Score:
    """`correct` of `total` pictures."""

    correct: int
    total: int

    @property
    def accuracy(self) -> float:
        """0–1; 0.0 when there was nothing to score."""
        return self.correct / self.total if self.total else 0.0

    @property
    def likely(self) -> tuple[float, float]:
        """Lowest and highest true accuracy (0–1) that fit, at 95 %."""
        return likely_range(self.correct, self.total)

    @property
    def fraction(self) -> str:
        """For example: "34 of 36"."""
        return f"{self.correct} of {self.total}"

    @property
    def in_words(self) -> str:
        """For example: "34 of 36 (94 %)"."""
        return percent_of(self.correct, self.total)


def folds_of(targets: NDArray[np.int64], folds: int) -> NDArray[np.int64]:
    """A fold for each picture, dealt out class by class so that every fold has them all."""
    fold = np.empty(len(targets), dtype=np.int64)
    fold[np.argsort(targets, kind="stable")] = np.arange(len(targets)) % folds
    return fold


PROOF = 0.05


def mcnemar(only_first: int, only_second: int) -> float:
    """How often (0–1) coin tosses split this lopsidedly or more: the exact two-sided p-value.

    `only_first` pictures are right for the first model alone, `only_second` for the second alone.
    Without any there is nothing to tell them apart: 1.0. Raises ValueError for negative counts.
    """
    from scipy.stats import binomtest

    if only_first < 0 or only_second < 0:
        raise ValueError("Counts of pictures cannot be negative.")
    tosses = only_first + only_second
    return float(binomtest(only_first, tosses, 0.5).pvalue) if tosses else 1.0


def fewest_for_proof(needed: float = PROOF) -> int:
    """How many pictures two models must disagree on before even 0 against all is below `needed`."""
    tosses = 1
    while mcnemar(0, tosses) >= needed:
        tosses += 1
    return tosses
