"""The truth of the bookshop: who would buy which book, with and without being shown it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.drivetrain.simulators.arrays import Floats, chance, stream

BOOKS = (
    "the bestseller",
    "next in the series",
    "a crime novel",
    "a family saga",
    "a debut novel",
    "short stories",
    "a travel diary",
    "a book of moths",
)
FAME = np.array([1.0, 0.9, 0.65, 0.5, 0.15, 0.1, 0.1, 0.05])
GENRE = np.array([0, 1, 1, 0, 0, 2, 3, 3])
GENRES = 4


@dataclass(frozen=True)
class Customers:
    """Customers and books, (N, K) each: `fit` of taste to book, `knows` (0/1: has bought the
    author before), `curious` (tries new things). `intent` (already means to buy it) is hidden:
    the shop's old recommender had seen it in the browsing, but no log kept it."""

    fit: Floats
    knows: Floats
    curious: Floats
    intent: Floats

    @property
    def number(self) -> int:
        """How many customers there are."""
        return len(self.fit)

    @cached_property
    def features(self) -> Floats:
        """What a model may see of each pair of customer and book: (N, K, 10). Never the intent."""
        fit, knows, curious = self.fit, self.knows, self.curious
        fame = np.broadcast_to(FAME, fit.shape)
        columns = (
            *(fit, knows, curious, fame),
            *(fit * knows, fit * fame, curious * fame, curious * knows, fit * curious),
            knows * fame,
        )
        return np.stack(columns, axis=-1)


@dataclass(frozen=True)
class Chances:
    """The true chance (N, K) that a customer buys a book, when shown it and when not."""

    shown: Floats
    unshown: Floats

    @property
    def uplift(self) -> Floats:
        """What showing adds to the chance, (N, K)."""
        return self.shown - self.unshown


def draw_customers(number: int, seed: int, purpose: int) -> Customers:
    """So many customers of one town; the same for the same seed and purpose."""
    rng = stream(seed, 1, purpose)
    taste = rng.normal(size=(number, GENRES))
    fit = taste[:, GENRE]
    knows = rng.random(fit.shape) < chance(-2.2 + 2.6 * FAME + 0.9 * fit)
    curious = np.repeat(rng.normal(size=(number, 1)), len(BOOKS), axis=1)
    intent = rng.normal(size=fit.shape)
    return Customers(fit, knows.astype(float), curious, intent)


def true_chances(customers: Customers, habit: float) -> Chances:
    """The truth. `habit` (0–1.5) is how much people buy on their own what they know already.
    Showing helps most with a book that fits and that the customer has never heard of."""
    c = customers
    own = -4.7 + habit * (1.7 * FAME + 1.3 * c.knows + 0.6 * c.fit) + 1.3 * c.intent
    unshown = chance(own)
    persuaded = chance(-2.1 + 1.2 * c.fit + 0.9 * c.curious - 2.2 * c.knows - 1.6 * FAME)
    return Chances(shown=unshown + (1.0 - unshown) * 0.55 * persuaded, unshown=unshown)
