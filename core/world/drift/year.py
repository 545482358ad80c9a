"""One year of pictures as numbers, and the head that is fitted to them again and again."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from core.evaluation.novelty import centroid_distance, centroids
from core.statistics import Floats, Score, folds_of
from core.world.drift.betting import p_values, wealth
from core.world.drift.signs import ToldApart, told_apart
from core.world.ridge import RIDGE, ridge_weights

Rows = NDArray[np.int64]
MONTHS = 12
SOFT = 0.5  # of the mean deviation, so that what never varied at first counts for little
SCALES = (2.0, 4.0, 6.0, 8.0, 12.0, 16.0)  # of scores, before the softmax
FOLDS = 3


@dataclass(frozen=True, eq=False)
class Year:
    """A year of N pictures. `likeness` (N, N) holds the products of their embeddings, `strange`
    (N,) how far each is from the nearest class that the model learned at first, `targets` (N,) the
    true classes, 0 … `classes` − 1, and `months` (N,) the month each comes in: 1 … 12, and 0 for
    what the model learned at first."""

    likeness: NDArray[np.float32]
    strange: Floats
    targets: Rows
    months: Rows
    classes: int
    _bets: dict[int, Floats] = field(default_factory=dict, init=False, repr=False)
    _told: dict[tuple[int, int], ToldApart] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, vectors: NDArray[np.floating], targets: Rows, months: Rows, classes: int) -> "Year":
        """The year of these embeddings (N, D). Each number is taken in standard deviations of the
        start's pictures, of which there is at least one; a 1 is added for the intercept."""
        first = months == 0
        middle, spread = vectors[first].mean(axis=0), vectors[first].std(axis=0)
        spread = spread + SOFT * spread.mean() + 1e-6
        rows = ((vectors - middle) / spread).astype(np.float32)
        middles = centroids(vectors[first], targets[first], classes)
        strange = centroid_distance(vectors, middles)
        return cls(rows @ rows.T / rows.shape[1] + 1, strange, targets, months, classes)

    def of_month(self, number: int) -> Rows:
        """The rows of a month; of the start for 0."""
        return self._rows[number]

    @cached_property
    def _rows(self) -> list[Rows]:
        return [np.flatnonzero(self.months == number) for number in range(MONTHS + 1)]

    @cached_property
    def scale(self) -> float:
        """What makes honest chances of scores: that with the lowest loss on the start, each picture
        judged by a head that had not seen it."""
        scores, targets = self.left_out, self.targets[self.of_month(0)]
        rows = np.arange(len(targets))
        loss = {
            scale: -np.log(np.maximum(softmax(scale * scores, axis=1)[rows, targets], 1e-7)).mean()
            for scale in SCALES
        }
        return min(loss, key=loss.__getitem__)

    @cached_property
    def left_out(self) -> Floats:
        """The scores of the start's pictures, each by a head fitted to all others, (N₀, C)."""
        first = self.of_month(0)
        known = self.likeness[np.ix_(first, first)]
        inverse = np.linalg.inv(known + RIDGE * np.eye(len(first)))
        aims = np.eye(self.classes)[self.targets[first]]
        scores: Floats = aims - (inverse @ aims) / np.diag(inverse)[:, None]
        return scores

    def chances(self, learned: Rows, weights: Floats, asked: Rows) -> Floats:
        """What a head fitted to the rows `learned`, weighing `weights` (> 0), says of the rows
        `asked`: (len(asked), C), by ridge regression on the true classes."""
        known = self.likeness[np.ix_(learned, learned)] + np.diag(RIDGE / weights)
        aims = np.eye(self.classes)[self.targets[learned]]
        fitted = ridge_weights(known, aims)
        scores = self.likeness[np.ix_(asked, learned)] @ fitted
        shares: Floats = softmax(self.scale * scores, axis=1)
        return shares

    def bet_since(self, usual: int) -> Floats:
        """The largest worth of a bet of 1 in each month after the month `usual`, (12 − usual,): it
        bets that pictures are stranger than those of that month. 0.0 for a month of no pictures."""
        if usual not in self._bets:
            later = [self.of_month(number) for number in range(usual + 1, MONTHS + 1)]
            strange = self.strange[np.concatenate([*later, np.zeros(0, np.int64)])]
            worth = wealth(p_values(self.strange[self.of_month(usual)], strange, usual))
            ends = np.cumsum([len(rows) for rows in later])[:-1]
            parts = np.split(worth, ends) if later else []
            self._bets[usual] = np.array([float(one.max(initial=0.0)) for one in parts])
        return self._bets[usual]

    def told_apart(self, usual: int, number: int) -> ToldApart:
        """How well a classifier tells the month from the month `usual`."""
        if (usual, number) not in self._told:
            rows = self.of_month(usual), self.of_month(number)
            self._told[usual, number] = told_apart(self.likeness, *rows, number)
        return self._told[usual, number]

    @cached_property
    def clairvoyant(self) -> list[Score]:
        """Each month's score of a model that is told all true labels at once, those of the month
        too, each picture being judged by a head that did not see its own label."""
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        with threadpool_limits(limits=1):  # the other cores answer clicks
            return [self._foreseen(number) for number in range(1, MONTHS + 1)]

    def _foreseen(self, number: int) -> Score:
        now, before = self.of_month(number), np.flatnonzero(self.months < number)
        right = 0
        folds = folds_of(self.targets[now], FOLDS)
        for fold in range(FOLDS):
            held, seen = now[folds == fold], now[folds != fold]
            learned = np.concatenate([before, seen])
            said = self.chances(learned, np.ones(len(learned)), held).argmax(axis=1)
            right += int((said == self.targets[held]).sum())
        return Score(right, len(now))
