"""What the shop has on record: which book each customer was shown, and what they bought."""

from dataclasses import dataclass

import numpy as np

from core.drivetrain.simulators.arrays import Bools, Floats, Ints, stream
from core.drivetrain.simulators.recommendation.bookshop import (
    FAME,
    Customers,
    draw_customers,
    true_chances,
)

LOGGED = 12_000


@dataclass(frozen=True)
class Showings:
    """A month's log: customers, the book shown to each (N,), and what was bought (N, K).
    The first `by_lot` customers were shown a book drawn by lot; the others, the old
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
        """The log, had the first `by_lot` customers been shown a book drawn by lot."""
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
