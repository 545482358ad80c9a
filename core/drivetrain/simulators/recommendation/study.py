"""The bookshop's assembly line: models, a month simulated under each ranking, the best choice."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.drivetrain.simulators.arrays import Floats, Ints
from core.drivetrain.simulators.recommendation.bookshop import (
    Chances,
    Customers,
    draw_customers,
    true_chances,
)
from core.drivetrain.simulators.recommendation.models import fit_purchase, fit_uplift, last_month

VISITORS = 5_000
MARGIN = 6.0
COST_BY_LOT = 0.25
BY_LOT = (0, 100, 300, 1_000, 3_000, 6_000, 12_000)
HABIT = {"some": 0.8, "many": 1.1, "most": 1.4}
RANKINGS = ("popularity", "purchase", "uplift")


@dataclass(frozen=True)
class Shop:
    """The levers and the world: how many saw a book drawn at random, how strong habit is, which
    town."""

    by_lot: int = 1_000
    habit: str = "many"
    seed: int = 1


@dataclass(frozen=True)
class Sales:
    """Books sold to next month's `VISITORS` after a showing (expected numbers): those the
    showing `caused`, and those bought `anyway`. `books` (K,) counts the showings of each book."""

    ranking: str
    caused: float
    anyway: float
    books: tuple[int, ...]

    @property
    def after(self) -> float:
        """What a shop sees: sales after a showing, caused or not."""
        return self.caused + self.anyway


@dataclass(frozen=True)
class Trial:
    """One size of experiment: the sales its uplift ranking causes, its cost, and what is left."""

    by_lot: int
    caused: float
    earned: float


@dataclass(frozen=True)
class Month:
    """What the simulator found: sales by ranking (with "truth", the best possible), every size of
    experiment, and the estimated and true uplift of groups of showings, for the Modeler."""

    sales: dict[str, Sales]
    trials: tuple[Trial, ...]
    estimated: tuple[float, ...]
    real: tuple[float, ...]

    @property
    def best_trial(self) -> Trial:
        """The size of experiment that leaves most money."""
        return max(self.trials, key=lambda trial: trial.earned)

    def trial(self, by_lot: int) -> Trial:
        """The experiment of this size."""
        return next(trial for trial in self.trials if trial.by_lot == by_lot)


@dataclass(frozen=True)
class _Town:
    visitors: Customers
    chances: Chances
    purchase: Floats
    popular: int
    learned: dict[int, Floats]


@lru_cache(maxsize=64)
def simulate(shop: Shop) -> Month:
    """Next month under every ranking. Deterministic; fast after the town's first time."""
    town = _town(shop.habit, shop.seed)
    number = town.visitors.number
    choices: dict[str, Ints] = {
        "popularity": np.full(number, town.popular),
        "purchase": town.purchase.argmax(axis=1),
        "uplift": town.learned[shop.by_lot].argmax(axis=1),
        "truth": town.chances.uplift.argmax(axis=1),
    }
    sales = {key: sold(key, chosen, town.chances) for key, chosen in choices.items()}
    estimated, real = _tenths(town.learned[shop.by_lot], town.chances.uplift)
    return Month(sales, tuple(_trial(town, size) for size in BY_LOT), estimated, real)


def sold(ranking: str, chosen: Ints, chances: Chances) -> Sales:
    """What follows when every customer is shown the book `chosen` (N,) for them."""
    rows = np.arange(len(chosen))
    anyway = chances.unshown[rows, chosen].sum()
    caused = chances.uplift[rows, chosen].sum()
    books = np.bincount(chosen, minlength=chances.shown.shape[1])
    return Sales(ranking, float(caused), float(anyway), tuple(int(n) for n in books))


@lru_cache(maxsize=8)
def _town(habit: str, seed: int) -> _Town:
    strength = HABIT[habit]
    visitors = draw_customers(VISITORS, seed, purpose=2)
    past = last_month(strength, seed)
    usual = past.log(by_lot=0)
    return _Town(
        visitors=visitors,
        chances=true_chances(visitors, strength),
        purchase=fit_purchase(usual).chances(visitors),
        popular=int(usual.bought.sum(axis=0).argmax()),
        learned={size: fit_uplift(past.log(size)).uplift(visitors) for size in BY_LOT},
    )


def _trial(town: _Town, by_lot: int) -> Trial:
    caused = sold("uplift", town.learned[by_lot].argmax(axis=1), town.chances).caused
    return Trial(by_lot, caused, caused * MARGIN - by_lot * COST_BY_LOT)


def _tenths(estimated: Floats, real: Floats) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean estimated and true uplift in ten groups, from the lowest estimate to the highest."""
    order = estimated.reshape(-1).argsort()
    groups = np.array_split(order, 10)
    return (
        tuple(float(estimated.reshape(-1)[group].mean()) for group in groups),
        tuple(float(real.reshape(-1)[group].mean()) for group in groups),
    )
