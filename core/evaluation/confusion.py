"""The confusion matrix: what each class was taken for, and a guess at it marked."""

from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.project.guesses import Pair, best_of
from core.statistics import Score
from core.training.outcome import Outcome

By = Literal["counts", "row", "column"]


@dataclass(frozen=True)
class Confusion:
    """`counts[i, j]`: pictures of class `vocab[i]` that the model called `vocab[j]`."""

    vocab: list[str]
    counts: NDArray[np.int64]

    @property
    def correct(self) -> int:
        return int(np.trace(self.counts))

    @property
    def total(self) -> int:
        return int(self.counts.sum())


@dataclass(frozen=True)
class MixUp:
    """Two classes taken for each other `count` times, both directions together."""

    first: str
    second: str
    count: int


def confusion(outcome: Outcome) -> Confusion:
    """Counts (C, C) of every picture in `outcome`: rows actual, columns predicted."""
    counts = np.zeros((len(outcome.vocab),) * 2, dtype=np.int64)
    np.add.at(counts, (outcome.targets, outcome.predicted), 1)
    return Confusion(list(outcome.vocab), counts)


def shares(matrix: Confusion, by: By) -> NDArray[np.float64]:
    """Each cell (C, C) as a share of its row or of its column, 0–1; 0 where that is empty.

    Of counts too the share of the row is what a colour should show: it does not favour classes
    with many pictures.
    """
    axis = 0 if by == "column" else 1
    part: NDArray[np.float64] = matrix.counts / np.maximum(
        matrix.counts.sum(axis=axis, keepdims=True), 1
    )
    return part


def most_confused(matrix: Confusion, most: int) -> list[str]:
    """The `most` classes with the most mistakes in their row and column, in the order of vocab."""
    mistakes = matrix.counts - np.diag(np.diag(matrix.counts))
    involved = mistakes.sum(axis=0) + mistakes.sum(axis=1)
    chosen = np.sort(np.argsort(-involved, kind="stable")[:most])
    return [matrix.vocab[int(i)] for i in chosen]


def mix_ups(matrix: Confusion) -> list[MixUp]:
    """Every pair of classes that was mixed up at least once, most often first."""
    both = matrix.counts + matrix.counts.T
    pairs = [
        MixUp(matrix.vocab[i], matrix.vocab[j], int(both[i, j]))
        for i, j in np.argwhere(np.triu(both, 1))
    ]
    return sorted(pairs, key=lambda pair: -pair.count)


@dataclass(frozen=True)
class Called:
    """`times` of `pictures` pictures of class `actual` were called `predicted`, another class."""

    actual: str
    predicted: str
    times: int
    pictures: int


def mistakes_by_cell(matrix: Confusion) -> list[Called]:
    """Every cell beside the diagonal that is not 0, the largest first, then the largest share of
    its class: what a matrix of many classes says, as a list."""
    each = matrix.counts.sum(axis=1)
    cells = [
        Called(matrix.vocab[i], matrix.vocab[j], int(matrix.counts[i, j]), int(each[i]))
        for i, j in np.argwhere(matrix.counts)
        if i != j
    ]
    return sorted(cells, key=lambda cell: (-cell.times, -cell.times / cell.pictures))


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


@dataclass(frozen=True)
class Verdict:
    """How often the guessed pair was mixed up, and all pairs that were mixed up `most_times`, the
    most of all: more than one where there is a tie."""

    guess: Pair
    times: int
    most: list[Pair]
    most_times: int

    @property
    def right(self) -> bool:
        """Right when no pair was mixed up more often; never when there was no mistake."""
        return self.most_times > 0 and self.times == self.most_times

    @property
    def as_often(self) -> list[Pair]:
        """The other pairs that were mixed up most."""
        return [pair for pair in self.most if pair != self.guess]


def guess_choices(vocab: list[str]) -> list[Pair]:
    """The pairs to choose from. With two classes there is only one pair, so the question is
    which of the two is taken for the other more often: both directions."""
    return list(permutations(vocab, 2) if len(vocab) == 2 else combinations(vocab, 2))


def times_mixed_up(matrix: Confusion, pair: Pair) -> int:
    """Pictures of one class called the other; with two classes only in the pair's direction."""
    first, second = (matrix.vocab.index(name) for name in pair)
    there = int(matrix.counts[first, second])
    back = int(matrix.counts[second, first])
    return there if len(matrix.vocab) == 2 else there + back


def verdict(matrix: Confusion, guess: Pair) -> Verdict:
    """Mark a guess against the matrix."""
    times = {pair: times_mixed_up(matrix, pair) for pair in guess_choices(matrix.vocab)}
    most = best_of(times)
    return Verdict(guess, times_mixed_up(matrix, guess), most, times[most[0]])
