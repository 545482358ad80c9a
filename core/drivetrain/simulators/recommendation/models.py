"""The Modeler: logistic regressions for the chance to buy, fitted on the shop's log."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.drivetrain.simulators.arrays import Bools, Floats, Ints, chance, stream
from core.drivetrain.simulators.recommendation.bookshop import (
    FAME,
    Customers,
    draw_customers,
    true_chances,
)

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

LOGGED = 12_000


@dataclass(frozen=True)
class Showings:
    """A month's log: customers, the book shown to each (N,), and what was bought (N, K).
    The first `by_lot` customers were shown a book drawn at random; the others, the old
    recommender's choice."""

    customers: Customers
    shown: Ints
    bought: Bools
    by_lot: int


def old_recommender(customers: Customers) -> Ints:
    """The book (N,) most like what each customer looks at and buys anyway."""
    score: Floats = (
        0.7 * customers.fit + 1.0 * customers.knows + 1.5 * FAME + 2.5 * customers.intent
    )
    best: Ints = score.argmax(axis=1)
    return best


@dataclass(frozen=True)
class LastMonth:
    """The customers of last month, and what each would have bought, shown (N, K) or not."""

    customers: Customers
    if_shown: Bools
    if_unshown: Bools
    lots: Ints

    def log(self, by_lot: int) -> Showings:
        """The log, had the first `by_lot` customers been shown a book drawn at random."""
        shown = old_recommender(self.customers)
        shown[:by_lot] = self.lots[:by_lot]
        is_shown = np.arange(self.if_shown.shape[1]) == shown[:, None]
        bought = np.where(is_shown, self.if_shown, self.if_unshown)
        return Showings(self.customers, shown, bought, by_lot)


def last_month(habit: float, seed: int) -> LastMonth:
    """`LOGGED` customers of one town; the same for the same seed."""
    customers = draw_customers(LOGGED, seed, purpose=1)
    chances = true_chances(customers, habit)
    lots = stream(seed, 2).integers(0, customers.fit.shape[1], size=LOGGED)
    luck = stream(seed, 3).random(customers.fit.shape)
    return LastMonth(customers, luck < chances.shown, luck < chances.unshown, lots)


ROWS = 10_000


@dataclass(frozen=True)
class UpliftModel:
    """Two models of the same purchase: of those who were shown the book, and who were not."""

    shown: "LogisticRegression"
    unshown: "LogisticRegression"

    def uplift(self, customers: Customers) -> Floats:
        """What showing each book would add to each customer's chance, (N, K), as estimated."""
        return _chances(self.shown, customers) - _chances(self.unshown, customers)


@dataclass(frozen=True)
class PurchaseModel:
    """One model of what people buy, whatever they were shown."""

    model: "LogisticRegression"

    def chances(self, customers: Customers) -> Floats:
        """Each customer's chance to buy each book, (N, K), as estimated."""
        return _chances(self.model, customers)


def fit_purchase(log: Showings) -> PurchaseModel:
    """Fit on every pair of customer and book in the log."""
    x = log.customers.features
    return PurchaseModel(_fitted(x.reshape(-1, x.shape[-1]), log.bought.reshape(-1)))


def fit_uplift(log: Showings) -> UpliftModel:
    """Fit on the showings drawn at random; on the whole log where nothing was drawn. Only a draw
    makes the shown and the unshown alike in all that nobody wrote down."""
    rows = slice(0, log.by_lot) if log.by_lot else slice(None)
    x, bought = log.customers.features[rows], log.bought[rows]
    shown = np.arange(bought.shape[1]) == log.shown[rows, None]
    return UpliftModel(_fitted(x[shown], bought[shown]), _fitted(x[~shown], bought[~shown]))


def _fitted(x: Floats, bought: Bools) -> "LogisticRegression":
    """On at most `ROWS` rows, drawn by a fixed seed: more would only be slower."""
    from sklearn.linear_model import LogisticRegression

    rows = np.random.default_rng(0).permutation(len(x))[:ROWS]
    model = LogisticRegression(C=0.5, solver="newton-cholesky")
    return model.fit(x[rows], bought[rows])


def _chances(model: "LogisticRegression", customers: Customers) -> Floats:
    score: Floats = customers.features @ model.coef_[0] + model.intercept_[0]
    return chance(score)
